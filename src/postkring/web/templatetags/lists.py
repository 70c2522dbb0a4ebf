"""What a list draws beside its rows, as template tags: search box, filters, column heads, pages, and what acts on its rows."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import npgettext, pgettext

from postkring.web.filters import FilterPane
from postkring.web.listings import ViewChoice, narrowing
from postkring.web.markup import format_html
from postkring.web.tables import Column, ContactRow, Paging, Step
from postkring.web.templatetags.postkring import icon, number, query

register = template.Library()

_BLANKS: Final = re.compile(r"\s{2,}|\n")
_BETWEEN_CELLS: Final = re.compile(r" (?=</?t[rdh]\b)")


@register.inclusion_tag("components/search_box.html", takes_context=True)
def search_box(context: Context, *, label: str = "", target: str = "", name: str = "q") -> dict[str, Any]:
    given = context["request"].GET
    kept = [(key, value) for key in given for value in given.getlist(key) if value and key not in {name, "page", "after", "before", "add"}]
    return {"label": label, "target": target, "name": name, "value": given.get(name, ""), "kept": kept, "path": context["request"].path}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, paging: Paging, *, target: str = "") -> dict[str, Any]:
    return {"paging": paging, "target": target, "request": context["request"]}


@register.simple_tag
def page_link(step: Step, target: str) -> SafeString:
    if step.is_gap:
        return SafeString('<span aria-hidden="true">…</span>')
    renewing = format_html(' hx-get="{}"', step.query) if target and not step.is_current else ""
    key = format_html(' id="{}-page-{}"', target, step.label) if target else ""
    return format_html('<a href="{}"{}{}{}>{}</a>', step.query, _current("page") if step.is_current else "", renewing, key, step.label)


@register.simple_tag
def size_link(size: Step, target: str) -> SafeString:
    renewing = format_html(' hx-get="{}" id="{}-size-{}"', size.query, target, size.label) if target else ""
    return format_html('<a href="{}"{}{}>{}</a>', size.query, renewing, _current("true") if size.is_current else "", size.label)


def _current(what: str) -> SafeString:
    return format_html(' aria-current="{}"', what)


@register.simple_tag(takes_context=True)
def column_head(context: Context, column: Column, *, target: str = "") -> SafeString:
    """The head of one column, a link where the list can be ordered by it. `target`: id of what it renews."""
    orders = str(context.get("default_sort") or context["request"].GET.get("sort", "")).split(",")
    names = [order.removeprefix("-") for order in orders]
    place = names.index(column.sort) if column.sort in names else -1
    direction = "" if place < 0 or not column.sort else ("descending" if orders[place].startswith("-") else "ascending")
    said = format_html("{}{}", column.label, format_html("<sup>{}</sup>", place + 1) if direction and len(orders) > 1 else "")
    return format_html(
        '\n<th scope="col" class="column-{} rank-{}" data-column="{}"{}{}{}>{}</th>\n',
        column.kind,
        column.rank,
        column.key,
        SafeString(" data-fixed") if column.is_fixed else "",
        format_html(' aria-sort="{}"', direction) if direction else "",
        format_html(' data-filter="{}"', column.filter) if column.filter else "",
        _ordering(context, column, direction, said, target) if column.sort else said,
    )


def _ordering(context: Context, column: Column, direction: str, said: SafeString, target: str) -> SafeString:
    following = f"-{column.sort}" if direction == "ascending" else column.sort
    leads_to = query(context, sort=following, page=None, after=None, before=None)
    renewing = ' hx-get="{0}" hx-target="#{1}" hx-push-url="true" id="{1}-sort-{2}"'
    return format_html(
        '<a href="{}" data-sort="{}"{}>{}{}</a>',
        leads_to,
        column.sort,
        format_html(renewing, leads_to, target, column.key) if target else "",
        said,
        icon({"ascending": "arrow-up", "descending": "arrow-down"}.get(direction, "arrow-up-down")),
    )


@register.inclusion_tag("components/filter_pane.html", takes_context=True)
def filter_pane(context: Context, pane: FilterPane) -> dict[str, Any]:
    return {"pane": pane, "request": context["request"]}


@register.inclusion_tag("components/view_choice.html", takes_context=True)
def view_choice(context: Context, choice: ViewChoice) -> dict[str, Any]:
    return {"choice": choice, "path": context["request"].path}


# What stands on every row is drawn without a template: fifty times two of them took a third of a list's time.


@register.simple_tag
def contact_rows(rows: Iterable[ContactRow], *, form: str = "", take_out: bool = False) -> SafeString:
    """Every row of a list of contacts, for what each row asks by itself is asked fifty times: its box, its cells, and at its end the menu
    of the row. `form`: as of row_check; `take_out`: a button beside the menu takes the contact out."""
    select, remove, actions = _select(), _remove(), _actions()
    drawn = []
    for row in rows:
        menu = _menu_button("", row.url, actions)
        end = _remove_button("take_out", row.number, row.name, remove) if take_out else ""
        drawn.append(f'<tr>{_check(row.number, row.name, select, form=form)}{row.cells}<td class="column-menu">{end}{menu}</td></tr>')
    return SafeString("".join(drawn))


@register.simple_tag
def row_check(key: object, name: str, *, checked: bool = False, form: str = "") -> SafeString:
    """The cell with the checkbox of a row. `key`: its value in `selected`; `name`: what the row is called; `form`: the form it belongs to
    where it stands in another."""
    return _check(key, name, _select(), checked=checked, form=form)


@register.simple_tag
def row_menu_button(key: object, href: str) -> SafeString:
    """The cell at the end of a row that opens the one row menu of the page. `key` replaces __row__ in the menu's addresses, "" where the
    box of the row says it; `href`: where it leads without script."""
    return format_html('<td class="column-menu">{}</td>', _menu_button(key, href, _actions()))


@register.simple_tag
def row_remove(key: object, name: str, *, field: str = "take_out") -> SafeString:
    """The cell at the end of a row with the button that takes it out; the rows stand in a form. `key`: what it posts, as `field`."""
    return format_html('<td class="column-menu">{}</td>', _remove_button(field, key, name, _remove()))


def _select() -> str:
    return pgettext("a11y.select_row", "Select %(name)s")


def _remove() -> str:
    return pgettext("a11y.remove", "Remove %(name)s")


def _actions() -> str:
    return pgettext("group.actions", "Actions")


def _check(key: object, name: str, said: str, *, checked: bool = False, form: str = "") -> SafeString:
    rest = SafeString(" checked") if checked else ""
    owner = format_html(' form="{}"', form) if form else ""
    return format_html(
        '<td class="column-check"><input type="checkbox" name="selected" value="{}"{}{} aria-label="{}"></td>',
        key,
        rest,
        owner,
        said % {"name": name},
    )


def _menu_button(key: object, href: str, said: str) -> SafeString:
    """The script says for whom (menu.js): with the name a third time in every row, a list of long names is too large."""
    of_row = format_html('="{}"', key) if key else ""
    return format_html('<a href="{}" data-row-menu{} aria-label="{}"></a>', href, of_row, said)


def _remove_button(field: str, key: object, name: str, said: str) -> SafeString:
    return format_html('<button name="{}" value="{}" aria-label="{}"></button>', field, key, said % {"name": name})


@register.simple_block_tag(takes_context=True)
def selection_bar(context: Context, content: str, *, total: int = 0, is_least: object = "", within: str = "") -> str:
    """`is_least`: there are more than `total`, nobody has counted how many; the sentences about all then say no number.

    Without script the bar is always there, and all that the list shows is a box of its form.
    """
    # The script puts the number of the moment where the sign # stands, and how many are left out where two of them do.
    one, many = (
        npgettext("msg.selected", "%(count)s selected", "%(count)s selected", n) % {"count": sign} for n, sign in ((1, "1"), (2, "#"))
    )
    shown = number(total)
    texts = {
        "one": one,
        "many": many,
        "all": pgettext("msg.matching_selected", "All %(count)s results are selected.") % {"count": shown},
        "but": pgettext("msg.matching_except", "%(count)s selected, %(except)s left out") % {"count": "#", "except": "##"},
    }
    select_all = pgettext("msg.select_matching", "Select all %(count)s results") % {"count": shown} if total else ""
    if is_least:
        texts["all"] = pgettext("msg.all_results_selected", "All results are selected.")
        texts["but"] = pgettext("msg.all_results_except", "All results selected, %(except)s left out") % {"except": "##"}
        select_all = pgettext("msg.select_all_results", "Select all results")
    values = {"texts": texts, "total": total, "select_all": select_all, "within": within, "content": content}
    request = context["request"]
    values |= {"query": narrowing(request.GET), "here": request.get_full_path()}
    return render_to_string("components/selection_bar.html", values)


@register.inclusion_tag("components/selection_dropped.html")
def selection_dropped() -> dict[str, Any]:
    one, many = (
        npgettext(
            "msg.selection_dropped",
            "The filters have changed: %(count)s row is no longer selected.",
            "The filters have changed: %(count)s rows are no longer selected.",
            n,
        )
        % {"count": sign}
        for n, sign in ((1, "1"), (2, "#"))
    )
    every = pgettext("msg.results_dropped", "The filters have changed: the results are no longer selected.")
    return {"texts": {"one": one, "many": many, "all": every}}


@register.simple_block_tag
def row_menu(content: str) -> str:
    label = pgettext("ui.row_menu", "Actions for %(name)s") % {"name": "#"}
    return render_to_string("components/row_menu.html", {"content": content, "label": label})


@register.simple_block_tag(takes_context=True)
def list_table(context: Context, content: str, columns: list[Column], *, caption: str, selectable: bool = False, target: str = "") -> str:
    values = {
        "columns": columns,
        "caption": caption,
        "selectable": selectable,
        "target": target,
        "has_columns": context.get("has_columns"),
        # Drawn already, so the template takes it as it is. Rows are many: what indents them in the templates is not sent.
        "content": _BETWEEN_CELLS.sub("", _BLANKS.sub(" ", content)),
        "default_sort": context.get("default_sort", ""),
    }
    return render_to_string("components/list_table.html", values, context["request"])
