"""What stands in the queue: "go on with this one". It may come twice, late or never; the sweep sends it again."""

from django_tasks import task

from postkring.work.running import advance
from postkring.work.stopping import is_stopping


@task()
def go_on(key: int) -> None:
    advance(key, stopping=is_stopping)
