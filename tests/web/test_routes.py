"""Who may open what: every URL is declared for a permission or for everybody, and nothing else gets through."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from postkring.accounts.models import Role, User
from postkring.accounts.permissions import PERMISSIONS, Permission
from postkring.kit.errors import NotPermitted
from postkring.web.routes import Guarded, Open
from tests.factories import make_user
from tests.people import client_of
from tests.snapshots import everything

# Written out, so that a route declared for too many fails here and not only where somebody thought of it.
READING = (
    "change change_undo changes changes_export contact contact_interactions contact_lookup contact_mailing_groups "
    "contact_number_lookup contact_places contact_related contact_segmentation contacts contacts_export contacts_left_out "
    "contacts_mailing_groups criterion_suggestions help help_chapter home mailing_group mailing_group_export mailing_group_left_out "
    "mailing_group_lookup mailing_groups mailing_groups_export my_password my_settings my_token_new my_token_revoke my_tokens "
    "saved_view saved_view_count saved_criteria saved_criterion saved_view_delete saved_view_edit saved_view_new saved_view_save "
    "saved_views search segment segment_criteria segment_export segment_left_out segment_lookup segment_step segment_why "
    "segment_why_contact segments segments_export "
    "contact_industry_groups contact_job_responsibilities contacts_industry_groups contacts_job_responsibilities industry_group "
    "industry_group_lookup industry_groups job_responsibilities job_responsibility job_responsibility_lookup"
)
EDITING_CONTACTS = (
    "bulk_apply bulk_exclude bulk_field bulk_group contact_mailing_group_remove contact_mailing_groups_undo contact_name_parts contact_new "
    "contacts_delete import import_columns import_load import_new import_refused imports mailing_group_delete "
    "mailing_group_empty_and_delete mailing_group_new mailing_group_rename task task_cancel tasks "
    "bulk_industry_group bulk_job_responsibility contact_industry_group_remove contact_industry_groups_undo "
    "contact_job_responsibility_remove contact_job_responsibilities_undo"
)
EDITING_SEGMENTS = (
    "bulk_segment contact_interaction saved_criterion_delete saved_criterion_reuse segment_add_contacts segment_cancel "
    "segment_delete segment_go_back segment_line segment_log segment_new segment_preview segment_reduce segment_reduce_preview "
    "segment_refine segment_refine_preview segment_reuse segment_reuse_criteria segment_reuse_segment segment_save_criteria "
    "segment_template segments_add_contacts segments_delete"
)
ADMINISTERING = (
    "inheritance interaction_template interaction_template_delete interaction_template_new interaction_templates "
    "number_series one_salesperson one_series organisation own_data pattern_choices pattern_dialog patterns setup "
    "user_disable user_enable "
    "industry_group_delete industry_group_empty_and_delete industry_group_new industry_group_rename job_responsibility_delete "
    "job_responsibility_empty_and_delete job_responsibility_new job_responsibility_rename "
    "salespeople salesperson_delete salesperson_new user_new user_password user_role user_salesperson user_token_revoke user_tokens users"
)
NEEDED = {
    name: permission
    for names, permission in (
        (READING, Permission.READ),
        (EDITING_CONTACTS, Permission.EDIT_CONTACTS),
        (EDITING_SEGMENTS, Permission.EDIT_SEGMENTS),
        (ADMINISTERING, Permission.ADMINISTER),
    )
    for name in names.split()
}
OPEN = {"account_login", "account_logout", "sign_in_as_demo", "language", "health_live", "health_ready", "icons"}


def routes(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern


ROUTES = list(routes(get_resolver("postkring.web.urls").url_patterns))


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route.name))
def test_every_route_says_for_whom_it_is(route: URLPattern) -> None:
    assert isinstance(route.callback, Guarded | Open)
    assert getattr(route.callback, "login_required", True) is isinstance(route.callback, Guarded)


def test_every_page_and_act_needs_what_is_written_here() -> None:
    assert {route.name: route.callback.needs for route in ROUTES if isinstance(route.callback, Guarded)} == NEEDED


# Any arguments do: who may not come in is refused before anything is looked up.
ARGUMENTS = {
    "number": 1,
    "contact": "X",
    "code": "X",
    "pk": 1,
    "change": 1,
    "entry": 1,
    "action_number": 1,
    "key": "city",
    "name": "start",
    "token": 1,
}


def address_of(name: str) -> str:
    pattern = next(route for route in ROUTES if route.name == name).pattern
    return reverse(name, kwargs={each: ARGUMENTS[each] for each in pattern.regex.groupindex})


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_a_role_is_refused_what_it_may_not_whether_it_asks_or_sends(role: str) -> None:
    client, before = client_of(make_user(Role(role))), everything()
    refused = [name for name, permission in NEEDED.items() if permission not in PERMISSIONS[role]]
    assert (role == Role.ADMINISTRATOR) is not bool(refused)
    answers = {(name, act): client.generic(act, address_of(name)).status_code for name in refused for act in ("GET", "POST")}
    assert {what: status for what, status in answers.items() if status != 403} == {}
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["GET", "POST"])
def test_a_stranger_is_asked_to_sign_in_whatever_is_asked_or_sent(client: Client, act: str) -> None:
    before = everything()
    answers = {name: client.generic(act, address_of(name)) for name in NEEDED}
    let_in = {name for name, answer in answers.items() if not answer.headers.get("Location", "").startswith("/sign-in/")}
    assert let_in == set()
    assert everything() == before


def test_only_these_pages_are_open_to_everybody() -> None:
    assert {route.name for route in ROUTES if isinstance(route.callback, Open)} == OPEN


@pytest.mark.parametrize("route", [route for route in ROUTES if isinstance(route.callback, Guarded)], ids=lambda route: str(route.name))
@pytest.mark.parametrize("role", Role.values)
def test_a_role_reaches_a_view_only_with_its_permission(route: URLPattern, role: str, rf: RequestFactory) -> None:
    guarded = route.callback
    assert isinstance(guarded, Guarded)
    reached: list[object] = []

    def view(request: HttpRequest) -> HttpResponse:
        reached.append(request)
        return HttpResponse()

    probe = Guarded(view, guarded.needs)
    request = rf.get("/")
    request.user = User(username="probe", role=role)
    if guarded.needs in PERMISSIONS[role]:
        probe(request)
        assert reached == [request]
    else:
        with pytest.raises(NotPermitted):
            probe(request)
        assert reached == []


@pytest.mark.parametrize("url", ["/", "/search?q=x", "/settings/", "/users/", "/setup/", "/patterns/"])
def test_a_stranger_is_asked_to_sign_in(as_stranger: Client, url: str) -> None:
    response = as_stranger.get(url)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/?next=/")


@pytest.mark.django_db
def test_a_disabled_user_is_a_stranger() -> None:
    user = make_user(Role.ADMINISTRATOR)
    client = Client()
    client.force_login(user)
    User.objects.update(is_active=False)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("url", ["/users/", "/users/new", "/setup/", "/patterns/"])
def test_a_reader_is_refused_with_a_sentence(as_reader: Client, url: str) -> None:
    response = as_reader.get(url, headers={"Accept-Language": "en"})
    assert response.status_code == 403
    assert "You have no permission to do this: change the set-up and the users. Ask an administrator." in response.content.decode()


def test_a_reader_cannot_add_a_user(as_reader: Client) -> None:
    response = as_reader.post("/users/new", {"username": "eve", "role": "administrator", "password": "ten letters at least"})
    assert response.status_code == 403
    assert list(User.objects.values_list("username", flat=True)) == ["reader"]


def test_every_permission_guards_something_or_will() -> None:
    assert {route.callback.needs for route in ROUTES if isinstance(route.callback, Guarded)} <= set(Permission)
