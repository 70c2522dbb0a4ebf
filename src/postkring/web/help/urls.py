from django.http import Http404, HttpResponse

from postkring.accounts.permissions import Permission
from postkring.web.frame import Frame
from postkring.web.help.chapters import chapters
from postkring.web.help.contents import SUBJECTS, written_in
from postkring.web.pages import answer
from postkring.web.request import Request
from postkring.web.routes import page


def chapter(request: Request, name: str = SUBJECTS[0].name) -> HttpResponse:
    spoken = Frame(request).language
    all_chapters = chapters(written_in(spoken))
    place = next((place for place, each in enumerate(all_chapters) if each.subject.name == name), None)
    if place is None:
        raise Http404
    shown = all_chapters[place]
    context = {
        "title": shown.title,
        "chapter": shown,
        "chapters": all_chapters,
        "is_first": place == 0,
        "before": all_chapters[place - 1] if place else None,
        "after": all_chapters[place + 1] if place + 1 < len(all_chapters) else None,
        "is_translated": shown.language == spoken,
    }
    return answer(request, "help/chapter.html", context)


urlpatterns = [
    page("help/", chapter, name="help", needs=Permission.READ),
    page("help/<slug:name>/", chapter, name="help_chapter", needs=Permission.READ),
]
