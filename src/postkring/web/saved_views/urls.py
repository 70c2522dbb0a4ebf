from postkring.accounts.permissions import Permission
from postkring.web.routes import page
from postkring.web.saved_views.all_views import count, saved_views
from postkring.web.saved_views.new_view import new_view
from postkring.web.saved_views.one_view import delete, edit, opened, save

# Who may change a shared view, the acts ask: one's own needs no more than reading.
READ = Permission.READ

urlpatterns = [
    page("views/", saved_views, name="saved_views", needs=READ),
    page("views/new/<str:name>", new_view, name="saved_view_new", needs=READ),
    page("views/<int:pk>/", opened, name="saved_view", needs=READ),
    page("views/<int:pk>/save", save, name="saved_view_save", needs=READ),
    page("views/<int:pk>/edit", edit, name="saved_view_edit", needs=READ),
    page("views/<int:pk>/delete", delete, name="saved_view_delete", needs=READ),
    page("views/<int:pk>/count", count, name="saved_view_count", needs=READ),
]
