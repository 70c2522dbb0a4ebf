import json
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

import postkring
from postkring.accounts.actions import set_role
from postkring.accounts.models import Role, User
from postkring.accounts.undoing import undo_act
from postkring.classifications.actions import add_to_group, create_group, describe_group, take_out_of_group
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.members import Mode
from postkring.contacts.actions import create_contact, delete_contacts
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.lists.changes import CHANGES, VERBS, contacts_called
from postkring.segments.actions import create_segment
from postkring.web.changes.listed_changes import changes_in
from tests.factories import make_company, make_group, make_user
from tests.imports.files import loaded
from tests.people import client_of
from tests.web.asking import get, post, queries, text_of

pytestmark = pytest.mark.django_db


def listed(client: Client, query: str = "") -> list[str]:
    """The sentences of the list, in its order."""
    answer = client.get(f"/changes/{query}", headers={"Accept-Language": "en"}, follow=True)
    return re.findall(r'row-title column-long">\s*<a [^>]*>(.*?)</a>', answer.content.decode())


def test_the_newest_comes_first_with_who_when_where_and_how_many(as_editor: Client, editor: User) -> None:
    create_group("PERS", by=editor)
    add_to_group(Contact.objects.filter(pk__in=[make_company().pk]), make_group("KERST"), by=editor)
    ChangeSet.objects.filter(verb="mailing_group.add").update(door="web", at="2026-03-09T13:05:00Z")
    told = ["CT000001 Drukkerij Claes added to KERST", "group made", "contact made", "Mailing group PERS created"]
    assert listed(as_editor) == told
    said = text_of(get(as_editor, "/changes/?about=groups"))
    assert f"{told[0]} 09/03/2026 14:05 editor 1 added In the browser" in said


def test_it_is_narrowed_by_who_what_and_when(as_administrator: Client, administrator: User, editor: User) -> None:
    create_group("VANAN", by=editor)
    create_segment(description="Opendeur", by=administrator)
    create_group("VANMIJ", by=administrator)
    old = ChangeSet.objects.get(by=editor)
    ChangeSet.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=3))
    assert listed(as_administrator, "?by=editor") == ["Mailing group VANAN created"]
    assert listed(as_administrator, "?mine=on") == ["Mailing group VANMIJ created", "Segment SM00001 created"]
    assert listed(as_administrator, "?about=segments") == ["Segment SM00001 created"]
    assert listed(as_administrator, "?about=groups&mine=on") == ["Mailing group VANMIJ created"]
    today, then = timezone.localdate(), timezone.localdate() - timedelta(days=3)
    assert listed(as_administrator, f"?last={then + timedelta(days=1)}") == ["Mailing group VANAN created"]
    assert listed(as_administrator, f"?first={then}&last={then}") == ["Mailing group VANAN created"]
    assert listed(as_administrator, f"?first={today}") == ["Mailing group VANMIJ created", "Segment SM00001 created"]
    assert "Nothing matches these filters." in text_of(get(as_administrator, "/changes/?about=imports"))


def test_a_day_begins_where_the_organisation_is(as_editor: Client, editor: User) -> None:
    create_group("PERS", by=editor)
    ChangeSet.objects.update(at="2026-03-08T23:30:00Z")  # half past midnight in Brussels
    assert len(listed(as_editor, "?first=2026-03-09")) == 1
    assert len(listed(as_editor, "?last=2026-03-08")) == 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("by=nobody", "“nobody” is not clear from position 1. For example: myself · myself|editor · <>myself"),
        ("by=editor%7C%7C", "“editor||” is not clear from position 8."),
        ("about=nonsense", "For example: Contacts · Contacts|Mailing Groups · <>Contacts"),
        ("about=contacts..users", "is not clear from position 9."),
        ("door=*", "is not clear from position 1."),
        ("date=31/02/2026", "is not clear from position 1. For example: "),
        ("first=31/02/2026", "“31/02/2026..” is not clear from position 1."),
        ("last=soon", "“..soon” is not clear from position 3."),
    ],
)
def test_a_filter_that_means_nothing_shows_nothing_and_says_so(as_editor: Client, editor: User, query: str, said: str) -> None:
    create_group("PERS", by=editor)
    answer = as_editor.get(f"/changes/?{query}", headers={"Accept-Language": "en"}, follow=True)
    assert answer.status_code == 200
    assert "Mailing group PERS created" not in text_of(answer)
    assert said in text_of(answer)


def test_its_filters_are_expressions(as_administrator: Client, administrator: User, editor: User) -> None:
    third = make_user(Role.MARKETER, username="an", first_name="An", last_name="Claes")
    create_group("VANAN", by=third)
    create_group("VANEDITOR", by=editor)
    create_segment(description="Opendeur", by=administrator)
    ChangeSet.objects.filter(by=third).update(at="2026-03-09T13:05:00Z", door="command")
    group, other, segment = "Mailing group VANAN created", "Mailing group VANEDITOR created", "Segment SM00001 created"
    wanted = {
        "by=an|editor": [other, group],
        "by='An Claes'": [group],
        "by=<>an": [segment, other],
        "by=%25me": [segment],
        "by=mezelf": [segment],
        "by=<>%25me&door=<>command": [other],
        "about=groups": [other, group],
        "about=Segmenten|Imports": [segment],
        "about=<>groups": [segment],
        "door=command": [group],
        "door='In the browser'": [],
        "date=09/03/2026": [group],
        "date=..10/03/2026|today": [segment, other, group],
        "date=<>9-3-2026&about=groups": [other],
        "sort=number": [group, other, segment],
    }
    assert {query: listed(as_administrator, f"?{query}") for query in wanted} == wanted


def test_myself_is_whoever_reads(editor: User, administrator: User) -> None:
    create_group("VANEDITOR", by=editor)
    create_group("VANMIJ", by=administrator)
    seen = [[each.by for each in changes_in({"by": "%me"}, by=user)] for user in (editor, administrator)]
    assert seen == [[editor], [administrator]]
    assert [each.by for each in changes_in({"mine": "on"}, by=editor)] == [editor]


def test_each_filter_is_a_chip_in_words_and_the_pane_offers_choices(as_editor: Client, editor: User) -> None:
    create_group("PERS", by=editor)
    content = get(as_editor, "/changes/?filters=1&by=editor&about=groups").content.decode()
    assert "By is editor" in text_of(get(as_editor, "/changes/?by=editor"))
    assert "About is Mailing Groups" in text_of(get(as_editor, "/changes/?about=groups"))
    assert '<option value="%me">myself</option>' in content
    assert '<option value="editor" selected>editor</option>' in content
    assert '<option value="groups" selected>Mailing Groups</option>' in content
    assert 'id="filter_date"' in content


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("mine=on&q=pers", {"by": "%me", "q": "pers"}),
        ("first=t&last=31/12/2026&about=groups", {"date": "t..31/12/2026", "about": "groups"}),
        ("last=t&contact=A1", {"date": "..t", "contact": "A1"}),
    ],
)
def test_older_addresses_lead_to_the_same_list(as_editor: Client, old: str, new: dict[str, str]) -> None:
    answer = get(as_editor, f"/changes/?{old}")
    assert answer.status_code == 302
    assert dict(parse_qsl(urlsplit(answer.headers["Location"]).query)) == new


@pytest.mark.parametrize("query", ["page=0", "page=x", "size=7", "after=~", "sort=-by", "contact=x"])
def test_nothing_in_the_url_breaks_the_page(as_editor: Client, editor: User, query: str) -> None:
    create_group("PERS", by=editor)
    assert get(as_editor, f"/changes/?{query}").status_code == 200


@pytest.mark.parametrize("query", ["contact=%00", "by=%00", "page=%00", "about=groups&first=%00"])
def test_a_sign_that_no_database_takes_shows_nothing_and_says_so(as_editor: Client, editor: User, query: str) -> None:
    create_group("PERS", by=editor)
    answer = get(as_editor, f"/changes/?{query}")
    assert answer.status_code == 200
    assert "Mailing group PERS created" not in text_of(answer)
    assert "This text holds a sign that cannot be stored. Type it again." in text_of(answer)


def test_pages_go_on_where_the_last_one_ended(as_editor: Client, editor: User) -> None:
    for place in range(30):
        create_group(f"G{place:02}", by=editor)
    first, second = listed(as_editor, "?size=25"), listed(as_editor, "?size=25&page=2")
    assert (first[0], first[-1], len(first)) == ("Mailing group G29 created", "Mailing group G05 created", 25)
    assert second == [f"Mailing group G{place:02} created" for place in (4, 3, 2, 1, 0)]


def test_what_was_undone_and_done_again_is_marked(as_editor: Client, editor: User) -> None:
    create_group("PERS", by=editor)
    number = ChangeSet.objects.latest("number").number
    assert "Undone" not in text_of(get(as_editor, "/changes/?about=groups"))
    post(as_editor, f"/changes/{number}/undo")
    assert "Mailing group PERS created" in text_of(get(as_editor, "/changes/?about=groups"))
    assert 'status-warning">Undone<' in get(as_editor, "/changes/?about=groups").content.decode()
    post(as_editor, f"/changes/{ChangeSet.objects.latest('number').number}/undo")
    assert 'status-neutral">Done again<' in get(as_editor, "/changes/?about=groups").content.decode()
    assert listed(as_editor, "?about=undone") == ["Done again: Mailing group PERS created", "Undone: Mailing group PERS created"]


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.MARKETER])
def test_set_up_and_users_are_for_administrators(as_administrator: Client, administrator: User, role: Role) -> None:
    create_group("PERS", by=administrator)
    other = make_user(role, username="other")
    set_role(make_user(Role.READER, username="third"), Role.EDITOR, by=administrator)
    assert listed(client_of(other)) == ["Mailing group PERS created"]
    assert listed(client_of(other), "?about=users") == []
    assert listed(as_administrator, "?about=users") == ["User third became Editor"]


def test_all_acts_on_a_contact_that_is_there_and_on_one_that_is_gone(as_administrator: Client, administrator: User) -> None:
    contact = create_contact({"number": "A1", "name": "Aerts"}, by=administrator)
    create_contact({"number": "A2", "name": "Claes"}, by=administrator)
    group, mine = make_group("PERS"), Contact.objects.filter(pk=contact.pk)
    describe_group(group, "Pers", by=administrator)
    add_to_group(mine, group, by=administrator)
    take_out_of_group(mine, group, by=administrator)
    there = listed(as_administrator, "?contact=A1")
    assert there == ["A1 Aerts taken out of PERS", "A1 Aerts added to PERS", "A1 Aerts created"]
    assert ">A1 Aerts<" in get(as_administrator, "/changes/?contact=a1").content.decode()
    delete_contacts(mine, by=administrator)
    assert contacts_called("A1") == {contact.pk}
    assert listed(as_administrator, "?contact=A1") == ["1 contact deleted: A1 Aerts", *there]
    assert ">A1 Aerts<" in get(as_administrator, "/changes/?contact=A1").content.decode()
    assert listed(as_administrator, "?contact=A1&about=groups") == there[:2]
    assert listed(as_administrator, "?contact=NOBODY") == []


@pytest.mark.parametrize(
    ("state", "told"), [("planned", "Scheduled"), ("running", "Under way"), ("cancelling", "Being cancelled"), ("cancelled", "Canceled")]
)
def test_an_act_that_is_under_way_says_so_and_is_not_undone(as_editor: Client, editor: User, state: str, told: str) -> None:
    create_group("PERS", by=editor)
    ChangeSet.objects.update(state=state, sentences={}, counts={})
    assert listed(as_editor) == [told]
    assert f'status-neutral">{told}<' in get(as_editor, "/changes/").content.decode()
    page = get(as_editor, f"/changes/{ChangeSet.objects.get().number}/")
    assert page.status_code == 200
    assert 'undo"' not in page.content.decode()


@pytest.mark.parametrize(
    "word", ["geschiedenis", "historique", "Verlauf", "history", "ongedaan", "undo", "rückgängig", "wijzig", "Änderungen"]
)
def test_tell_me_finds_the_page(as_reader: Client, word: str) -> None:
    assert 'href="/changes/"' in as_reader.get("/search", {"q": word}).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(as_administrator: Client, administrator: User) -> None:
    create_group("EEN", by=administrator)
    few = queries(as_administrator, "/changes/")
    for place in range(45):
        create_group(f"G{place:02}", by=make_user(Role.EDITOR, username=f"user{place}"))
    assert queries(as_administrator, "/changes/") == few


def test_the_number_of_queries_does_not_grow_with_how_often_an_act_was_undone_and_done_again(as_editor: Client, editor: User) -> None:
    create_group("EEN", by=editor)
    first = ChangeSet.objects.latest("number")
    pages = ("/changes/", f"/changes/{first.number}/")
    undo_act(first, by=editor)
    few = [queries(as_editor, page) for page in pages]
    for _ in range(6):
        undo_act(ChangeSet.objects.latest("number"), by=editor)
    assert [queries(as_editor, page) for page in pages] == few


def test_every_verb_stands_in_a_family() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(postkring.__file__).parent.rglob("*.py")]
    whole = "".join(sources)
    constants = [dict(re.findall(r'^([A-Z_]+)(?:: Final)? = "([^"]+)"', text, re.MULTILINE)) for text in sources]
    everywhere = {name: verb for own in constants for name, verb in own.items()}  # a name of one's own comes before one of elsewhere
    named = {
        (everywhere | own)[name]
        for own, text in zip(constants, sources, strict=True)
        for name in re.findall(r"\bact\(\s*([A-Z_]+)\b", text)
    }
    written = set(re.findall(r'\bact\(\s*"([^"]+)"', whole)) | named | {"user.disable"}
    on_codes = {*re.findall(r'\bspec\.verb\("(\w+)"\)', whole), *Mode}
    written |= {spec.verb(what) for spec in CLASSIFICATIONS for what in on_codes}
    written |= {f"segment.{act}" for act in ("reduce", "refine")}
    written |= {f"view.{act}" for act in ("rename", "share", "unshare")}
    written.discard("verb")
    assert written == {verb for verbs in VERBS.values() for verb in verbs}
    assert {"contact.create", "undo", "demo.load", "contact.import"} <= written


def test_a_file_that_was_loaded_stands_among_the_imports(as_editor: Client, editor: User) -> None:
    loaded("name\nAerts\n", editor)
    assert len(listed(as_editor, "?about=imports")) == 1


def test_words_are_searched_in_the_sentences_in_any_order_without_case_and_accents(as_editor: Client, editor: User) -> None:
    for code in ("PERS", "KERSTÉÉN", "PERSOON"):
        create_group(code, by=editor)
    assert listed(as_editor, "?q=pers") == ["Mailing group PERSOON created", "Mailing group PERS created"]
    assert listed(as_editor, "?q=+CREATED++kerstéen+mail") == ["Mailing group KERSTÉÉN created"]
    assert listed(as_editor, "?q=pers+kerst") == []
    assert listed(as_editor, "?q=persoon&about=segments") == []
    assert listed(as_editor, "?q=%25") == listed(as_editor, "?q=_") == listed(as_editor, "?q=%CC%81") == listed(as_editor, "?q=%00") == []
    assert "No results for “kerst x”." in text_of(get(as_editor, "/changes/?q=kerst+x"))
    assert "Nothing matches these filters." in text_of(get(as_editor, "/changes/?q=kerst&about=segments"))


def test_the_words_are_those_of_the_language_in_which_the_list_is_read(as_editor: Client, editor: User) -> None:
    create_group("PERS", by=editor)
    dutch = {"Accept-Language": "nl"}
    assert "Mailinggroep PERS" in as_editor.get("/changes/?q=mailinggroep", headers=dutch).content.decode()
    assert listed(as_editor, "?q=mailinggroep") == []
    ChangeSet.objects.update(sentences={"en": "Only in English"})
    assert "Only in English" in as_editor.get("/changes/?q=english", headers=dutch).content.decode()


def test_filters_keep_the_searched_words_and_the_words_keep_the_filters(as_editor: Client, editor: User) -> None:
    create_group("PERS", by=editor)
    content = get(as_editor, "/changes/?q=pers&about=groups&size=25&page=1&filters=1").content.decode()
    form = content[content.index('class="filter-form"') : content.index('class="fields"')]
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)" data-kept>', form) == [
        ("q", "pers"),
        ("size", "25"),
        ("filters", "1"),
    ]
    search = content[content.index('role="search"') :]
    assert '<input type="hidden" name="about" value="groups" data-kept>' in search
    renewed = as_editor.get(
        "/changes/?q=pers", headers={"Accept-Language": "en", "HX-Request": "true", "HX-Target": "rows"}
    ).content.decode()
    assert "Mailing group PERS created" in renewed
    assert "<html" not in renewed
    assert 'id="views"' in renewed


def test_nobody_finds_by_words_what_he_may_not_read(as_editor: Client, as_administrator: Client, administrator: User) -> None:
    set_role(make_user(Role.READER, username="iemand"), Role.EDITOR, by=administrator)
    assert listed(as_administrator, "?q=iemand")
    assert listed(as_editor, "?q=iemand") == []


def heads(client: Client, query: str = "") -> list[str]:
    content = get(client, f"/changes/{query}").content.decode()
    return [text.strip() for text in re.findall(r"<th scope=\"col\"[^>]*>(?:<a [^>]*>)?([^<]*)", content)]


def test_its_columns_are_chosen_and_moved_and_what_was_done_always_stays(as_editor: Client, editor: User) -> None:
    create_group("PERS", by=editor)
    ChangeSet.objects.update(at="2026-03-09T13:05:00Z", door="web")
    assert heads(as_editor)[:-1] == ["No.", "What was done", "At", "By", "Rows", "Where", "State"]
    chosen = "?columns=about,by,at,number"
    assert heads(as_editor, chosen)[:-1] == ["What was done", "About", "By", "At", "No."]
    number = ChangeSet.objects.latest("number").number  # a name, not a quantity: no sign between the thousands
    row = f"Mailing group PERS created Mailing Groups editor 09/03/2026 14:05 {number}"
    assert row in text_of(get(as_editor, chosen.replace("?", "/changes/?")))
    assert heads(as_editor, "?columns=nonsense") == heads(as_editor)
    window = get(as_editor, f"/changes/{chosen}&about=groups&choose=1").content.decode()
    assert re.findall(r'name="columns"\s+value="(\w+)"', window)[:5] == ["sentence", "sentence", "about", "by", "at"]
    assert '<input type="hidden" name="about" value="groups" data-kept>' in window
    assert '<option value="-at">At ↓</option>' in window


def test_a_chosen_column_is_shown_on_narrow_screens_too(as_editor: Client, editor: User) -> None:
    create_group("PERS", by=editor)
    assert '<td class="rank-4">' in get(as_editor, "/changes/").content.decode()
    assert '<td class="rank-2">' in get(as_editor, "/changes/?columns=door").content.decode()


def test_it_is_ordered_by_number_and_by_the_instant_and_by_nothing_without_an_index(as_editor: Client, editor: User) -> None:
    for place, code in enumerate(("EEN", "TWEE", "DRIE")):
        create_group(code, by=editor)
        ChangeSet.objects.filter(number=ChangeSet.objects.latest("number").number).update(at=f"2026-03-0{(place + 1) % 3 + 1}T10:00:00Z")
    one, two, three = (f"Mailing group {code} created" for code in ("EEN", "TWEE", "DRIE"))
    assert listed(as_editor) == [three, two, one]
    assert listed(as_editor, "?sort=at") == [three, one, two]
    assert listed(as_editor, "?sort=-at") == [two, one, three]
    assert listed(as_editor, "?sort=door") == listed(as_editor, "?sort=by") == listed(as_editor)


@pytest.mark.parametrize("instant", ["2026-03-01 10:00:00+00:00", "2026-03-01", "0001-01-01 00:00:00+14:00", "soon"])
def test_no_instant_to_go_on_from_breaks_the_page(as_editor: Client, editor: User, instant: str) -> None:
    create_group("PERS", by=editor)
    after = json.dumps([instant, 5])
    assert as_editor.get("/changes/", {"sort": "at", "page": "201", "after": after}).status_code == 200


def test_the_columns_are_kept_in_a_view(as_editor: Client) -> None:
    kept = CHANGES.kept({"columns": "number,by", "sort": "-at", "about": "groups", "page": "3"})
    assert kept == {"about": "groups", "columns": "sentence,number,by", "sort": "-at"}
