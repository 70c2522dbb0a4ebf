from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.accounts.access import may
from postkring.accounts.permissions import Permission
from postkring.operations.demo import demo_contacts, demo_is_there, demo_user, password_file, remove_demo
from postkring.web.changes.acts import tell
from postkring.web.home.figures import cues, first_steps, pinned_cues
from postkring.web.pages import answer, done
from postkring.web.request import Request


def home(request: Request) -> HttpResponse:
    steps = first_steps(request.user)
    context = {
        "title": pgettext("page.home", "Home"),
        "steps": steps,
        # The numbers of an organisation that has not begun yet say nothing; what somebody put here does.
        "cues": [*([] if steps else cues()), *pinned_cues(request.user)],
        "demo_can_go": may(request.user, Permission.ADMINISTER) and demo_is_there(),
    }
    return answer(request, "home/home.html", context)


def own_data(request: Request) -> HttpResponse:
    if request.method == "POST":
        tell(request, remove_demo(by=request.user))
        return done(request, reverse("home"))
    context = {
        "title": pgettext("home.own_data", "Start with your own data"),
        "leaving": demo_contacts().count(),
        "demo_user": demo_user(),
        "password_file": password_file(),
    }
    return answer(request, "home/own_data.html", context)
