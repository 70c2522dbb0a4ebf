import gettext
import json
import os
from pathlib import Path
from typing import Any

import pytest

from catalogue_files import LANGUAGES, po_path
from catalogues import main
from translatable import Text, find_texts

IMPORTS = "from django.utils.translation import gettext, pgettext, npgettext\nfrom django.utils import translation\n"
MODULE = IMPORTS + 'a = pgettext("page.contacts", "Contacts")\nb = npgettext("msg.left", "%(count)s left", "%(count)s are left", 3)\n'
TRANSLATIONS: list[dict[str, Any]] = [
    {"context": "page.contacts", "msgid": "Contacts", "nl": "Contacten", "fr": "Contacts", "de": "Kontakte"},
    {
        "context": "msg.left",
        "msgid": "%(count)s left",
        "nl": ["Nog %(count)s", "Nog %(count)s over"],
        "fr": ["%(count)s reste", "%(count)s restent"],
        "de": ["Noch %(count)s", "Noch %(count)s übrig"],
    },
]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    write(tmp_path, "kit/text.py", MODULE)
    return tmp_path


def write(package: Path, name: str, content: str) -> None:
    path = package / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def run(package: Path, *arguments: str) -> int:
    return main(["--package", str(package), *arguments])


def fill(package: Path, lines: list[dict[str, Any]]) -> int:
    write(package, "filled.jsonl", "\n".join(json.dumps(line) for line in lines))
    return run(package, "fill", str(package / "filled.jsonl"))


def catalogue(package: Path, language: str) -> str:
    return po_path(package, language).read_text(encoding="utf-8")


def texts_of_template(package: Path, content: str) -> list[Text]:
    write(package, "web/templates/page.html", content)
    return [text for text in find_texts(package) if text.context not in {"page.contacts", "msg.left"}]


def test_modules_give_texts_with_context_and_plural(package: Path) -> None:
    write(package, "web/page.py", IMPORTS + 'translation.pgettext_lazy("action.new", "New" " one")\n')
    assert find_texts(package) == [
        Text("action.new", "New one"),
        Text("msg.left", "%(count)s left", "%(count)s are left"),
        Text("page.contacts", "Contacts"),
    ]


def test_functions_are_found_under_another_name(package: Path) -> None:
    write(package, "web/page.py", 'from django.utils.translation import pgettext_lazy as text\ntext("action.new", "New")\n')
    assert Text("action.new", "New") in find_texts(package)


def test_functions_of_the_same_name_from_elsewhere_are_not_ours(package: Path) -> None:
    write(package, "web/page.py", "def pgettext(text): return text\npgettext(str())\n")
    assert len(find_texts(package)) == 2


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ('<h1>{% translate "New" context "action.new" %}</h1>', Text("action.new", "New")),
        ("{% translate 'New' context 'action.new' as new %}{{ new }}", Text("action.new", "New")),
        (
            '<p title="x">\n      <b>{% blocktranslate context "msg.it" %}It’s {{ name }}{% endblocktranslate %}',
            Text("msg.it", "It’s %(name)s"),
        ),
        (
            '{% blocktranslate trimmed with n=a.b context "msg.it" %}\n   One\n   {{ n }}\n{% endblocktranslate %}',
            Text("msg.it", "One %(n)s"),
        ),
        (
            '{% blocktranslate count n=rows context "msg.rows" %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}',
            Text("msg.rows", "%(n)s row", "%(n)s rows"),
        ),
    ],
)
def test_templates_give_texts_with_context_and_plural(package: Path, template: str, text: Text) -> None:
    assert texts_of_template(package, template) == [text]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("web/page.py", IMPORTS + 'gettext("New")', "web/page.py:3: gettext has no context"),
        ("web/page.py", IMPORTS + "pgettext(a, b)", "web/page.py:3: context and text must be written out as literals, in their places"),
        ("web/page.py", IMPORTS + 'npgettext("msg.a", "b", c, 1)', "web/page.py:3: context and text must be written out as literals"),
        ("web/page.py", IMPORTS + 'pgettext("msg.a", "")', "web/page.py:3: an empty context or text"),
        ("web/page.py", "if:", "web/page.py:1: invalid syntax"),
        ("web/templates/page.html", '\n  {% translate "New" %}', "web/templates/page.html:2: “New” has no context"),
        ("web/templates/page.html", '{{ _("New") }}', "web/templates/page.html:1: “New” has no context"),
        (
            "web/templates/page.html",
            '{% translate title context "a.b" %}',
            "web/templates/page.html: title is translated, but is not a literal",
        ),
        ("web/templates/page.txt", "{% blocktranslate %}a{% if b %}", "web/templates/page.txt: Translation blocks must not include"),
    ],
)
def test_a_text_that_cannot_be_translated_stops_extract_and_check(
    package: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, fault: str
) -> None:
    write(package, name, content)
    assert run(package, "extract") == 1
    assert run(package, "check") == 1
    assert capsys.readouterr().err.startswith(fault)
    assert not (package / "locale").exists()


def test_one_context_for_two_texts_is_refused_naming_both(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(package, "web/page.py", IMPORTS + 'pgettext("page.contacts", "All contacts")')
    assert run(package, "extract") == 1
    assert capsys.readouterr().err == "web/page.py:3: “All contacts” has the context page.contacts of “Contacts” in kit/text.py:3\n"


def test_a_plural_and_a_singular_may_not_share_a_context(package: Path) -> None:
    write(package, "web/page.py", IMPORTS + 'pgettext("msg.left", "%(count)s left")')
    assert run(package, "extract") == 1


def test_extracting_twice_changes_no_byte_and_no_time(package: Path) -> None:
    run(package, "extract")
    fill(package, TRANSLATIONS)
    before = {language: (catalogue(package, language), po_path(package, language).stat().st_mtime_ns) for language in LANGUAGES}
    assert run(package, "extract") == 0
    assert {language: (catalogue(package, language), po_path(package, language).stat().st_mtime_ns) for language in LANGUAGES} == before


def test_the_catalogue_is_ordered_and_holds_no_dates_or_places(package: Path) -> None:
    run(package, "extract")
    assert catalogue(package, "fr") == (
        'msgid ""\n'
        'msgstr ""\n'
        '"Project-Id-Version: postkring\\n"\n'
        '"Language: fr\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
        "\n"
        "#, python-format\n"
        'msgctxt "msg.left"\n'
        'msgid "%(count)s left"\n'
        'msgid_plural "%(count)s are left"\n'
        'msgstr[0] ""\n'
        'msgstr[1] ""\n'
        "\n"
        'msgctxt "page.contacts"\n'
        'msgid "Contacts"\n'
        'msgstr ""\n'
    )
    assert "nplurals=2; plural=(n != 1);" in catalogue(package, "nl")


def test_english_is_filled_from_the_sources(package: Path) -> None:
    run(package, "extract")
    assert 'msgstr "Contacts"' in catalogue(package, "en")
    assert 'msgstr[1] "%(count)s are left"' in catalogue(package, "en")


def test_extract_keeps_translations_and_drops_what_is_no_longer_used(package: Path) -> None:
    run(package, "extract")
    fill(package, TRANSLATIONS)
    write(package, "kit/text.py", IMPORTS + 'pgettext("page.contacts", "Contacts")\npgettext("action.new", "New")\n')
    run(package, "extract")
    assert 'msgstr "Contacten"' in catalogue(package, "nl")
    assert 'msgid "New"\nmsgstr ""' in catalogue(package, "nl")
    assert "msg.left" not in catalogue(package, "nl")


def test_a_changed_text_loses_its_translation(package: Path) -> None:
    run(package, "extract")
    fill(package, TRANSLATIONS)
    write(package, "kit/text.py", MODULE.replace('"Contacts"', '"All contacts"'))
    run(package, "extract")
    assert 'msgid "All contacts"\nmsgstr ""' in catalogue(package, "nl")


def test_filled_catalogues_have_no_faults(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(package, "extract")
    fill(package, TRANSLATIONS)
    capsys.readouterr()
    assert (run(package, "check"), capsys.readouterr().out) == (0, "")


def test_check_names_each_text_that_extract_would_add_or_drop(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(package, "extract")
    fill(package, TRANSLATIONS)
    write(package, "kit/text.py", MODULE.replace("page.contacts", "page.people"))
    capsys.readouterr()
    assert run(package, "check") == 1
    faults = capsys.readouterr().out.splitlines()
    assert faults[:2] == ["nl: page.people: not in the catalogue, run extract", "nl: page.contacts: no longer used, run extract"]
    assert len(faults) == 8


def test_check_names_a_catalogue_written_by_another_tool(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(package, "extract")
    fill(package, TRANSLATIONS)
    po_path(package, "de").write_text("# by hand\n" + catalogue(package, "de"), encoding="utf-8")
    capsys.readouterr()
    assert run(package, "check") == 1
    assert capsys.readouterr().out == "de: the file is not as extract writes it, run extract\n"


def test_check_names_an_untranslated_text(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(package, "extract")
    fill(package, [{**line, "de": line["nl"]} for line in TRANSLATIONS[1:]])
    capsys.readouterr()
    assert run(package, "check") == 1
    assert capsys.readouterr().out.splitlines() == [f"{language}: page.contacts: empty" for language in ("nl", "fr", "de")]


def test_a_fuzzy_translation_is_a_fault_and_stays_one(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(package, "extract")
    fill(package, TRANSLATIONS)
    marked = catalogue(package, "nl").replace('msgctxt "page.contacts"', '#, fuzzy\nmsgctxt "page.contacts"')
    po_path(package, "nl").write_text(marked, encoding="utf-8")
    run(package, "extract")
    capsys.readouterr()
    assert run(package, "check") == 1
    assert capsys.readouterr().out == "nl: page.contacts: fuzzy\n"


def test_missing_lists_what_a_translator_has_to_do(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(package, "extract")
    fill(package, [{"context": "page.contacts", "msgid": "Contacts", "nl": "Contacten"}])
    capsys.readouterr()
    run(package, "missing", "--language", "nl")
    plural = {"context": "msg.left", "msgid": "%(count)s left", "plural": "%(count)s are left"}
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [plural]
    run(package, "missing")
    assert [json.loads(line)["context"] for line in capsys.readouterr().out.splitlines()] == ["msg.left", "page.contacts"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"context": "page.contacts", "msgid": "Relations", "nl": "Relaties"}, "no such text in nl: page.contacts “Relations”"),
        ({"context": "page.contacts", "msgid": "Contacts", "nl": ["a", "b"]}, "nl: page.contacts needs one text"),
        ({"context": "msg.left", "msgid": "%(count)s left", "nl": "Nog %(count)s"}, "nl: msg.left needs two forms, [one, other]"),
        ({"context": "page.contacts", "msgid": "Contacts", "nl": ""}, "nl: page.contacts has an empty form"),
        ({"msgid": "Contacts", "nl": "Contacten"}, "needs context and msgid"),
    ],
)
def test_a_line_that_does_not_fit_is_refused_and_nothing_is_filled(
    package: Path, capsys: pytest.CaptureFixture[str], line: dict[str, Any], sentence: str
) -> None:
    run(package, "extract")
    before = catalogue(package, "nl")
    assert fill(package, [*TRANSLATIONS, line]) == 1
    assert capsys.readouterr().err.strip() == f"{package / 'filled.jsonl'}:3: {sentence}"
    assert catalogue(package, "nl") == before


def test_compiled_catalogues_are_read_by_gettext(package: Path) -> None:
    run(package, "extract")
    fill(package, TRANSLATIONS)
    assert run(package, "compile") == 0
    french = gettext.translation("django", package / "locale", ["fr"])
    assert french.pgettext("page.contacts", "Contacts") == "Contacts"
    assert [french.npgettext("msg.left", "%(count)s left", "%(count)s are left", number) for number in (0, 1, 2)] == [
        "%(count)s reste",
        "%(count)s reste",
        "%(count)s restent",
    ]


def test_only_a_changed_catalogue_is_compiled_again(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(package, "extract")
    capsys.readouterr()

    def compiled() -> str:
        assert run(package, "compile") == 0
        return capsys.readouterr().out

    assert compiled() == "nl: compiled\nfr: compiled\nde: compiled\nen: compiled\n"
    assert compiled() == ""
    later = po_path(package, "de").with_suffix(".mo").stat().st_mtime + 10
    os.utime(po_path(package, "de"), (later, later))
    assert compiled() == "de: compiled\n"
