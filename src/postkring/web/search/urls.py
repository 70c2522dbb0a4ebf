from django.http import HttpResponse
from django.utils.translation import get_language, pgettext

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.web.frame import is_part
from postkring.web.pages import answer, part
from postkring.web.request import Request
from postkring.web.routes import page
from postkring.web.search.ranking import find_places
from postkring.web.search.searchers import SEARCHERS, Group

LONGEST = 200
LEAST_FOR_RECORDS = 2
AT_MOST = 6


def search(request: Request) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    groups = find(text, request.user)
    context = {
        "title": pgettext("search.tell_me", "Tell me what you want to do"),
        "text": text,
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
    }
    if is_part(request):
        return part(request, "search/hit_options.html", context)
    return answer(request, "search/search.html", context)


def find(text: str, user: User) -> list[Group]:
    places = find_places(text, user, (get_language() or "en")[:2])
    groups = [Group(pgettext("search.pages_and_tasks", "Go to Pages and Tasks"), places)]
    if len(text) >= LEAST_FOR_RECORDS:
        groups += [searcher(text, user, AT_MOST) for searcher in SEARCHERS]
    return [group for group in groups if group.hits]


urlpatterns = [page("search", search, name="search", needs=Permission.READ)]
