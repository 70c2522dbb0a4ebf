from postkring.accounts.permissions import Permission
from postkring.web.routes import page
from postkring.web.tasks.listed_tasks import tasks
from postkring.web.tasks.one_task import cancel_task, task

EDIT = Permission.EDIT_CONTACTS

# Whose tasks one sees, work/access.py says.
urlpatterns = [
    page("tasks/", tasks, name="tasks", needs=EDIT),
    page("tasks/<int:number>/", task, name="task", needs=EDIT),
    page("tasks/<int:number>/cancel", cancel_task, name="task_cancel", needs=EDIT),
]
