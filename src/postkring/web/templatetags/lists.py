"""What a list draws beside its rows, as template tags: search box, filters, column heads, pages, and what acts on its rows."""

import re
from typing import Any, Final

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import npgettext, pgettext

from postkring.web.filters import FilterPane
from postkring.web.listings import ViewChoice, narrowing
from postkring.web.markup import format_html
from postkring.web.tables import Column, Paging
from postkring.web.templatetags.postkring import number

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


@register.inclusion_tag("components/column_head.html", takes_context=True)
def column_head(context: Context, column: Column, *, target: str = "") -> dict[str, Any]:
    orders = str(context.get("default_sort") or context["request"].GET.get("sort", "")).split(",")
    names = [order.removeprefix("-") for order in orders]
    place = names.index(column.sort) if column.sort in names else -1
    direction = "" if place < 0 or not column.sort else ("descending" if orders[place].startswith("-") else "ascending")
    following = f"-{column.sort}" if direction == "ascending" else column.sort
    return {
        "column": column,
        "direction": direction,
        "place": place + 1 if direction and len(orders) > 1 else 0,
        "following": following,
        "target": target,
        "request": context["request"],
    }


@register.inclusion_tag("components/filter_pane.html", takes_context=True)
def filter_pane(context: Context, pane: FilterPane) -> dict[str, Any]:
    return {"pane": pane, "request": context["request"]}


@register.inclusion_tag("components/view_choice.html", takes_context=True)
def view_choice(context: Context, choice: ViewChoice) -> dict[str, Any]:
    return {"choice": choice, "path": context["request"].path}


# What stands on every row is drawn without a template: fifty times two of them took a third of a list's time.


@register.simple_tag
def row_check(key: object, name: str, *, checked: bool = False, form: str = "") -> SafeString:
    """The cell with the checkbox of a row. `key`: its value in `selected`; `name`: what the row is called; `form`: the form it belongs to
    where it stands in another."""
    label = pgettext("a11y.select_row", "Select %(name)s") % {"name": name}
    rest = SafeString(" checked") if checked else ""
    owner = format_html(' form="{}"', form) if form else ""
    return format_html(
        '<td class="column-check"><input type="checkbox" name="selected" value="{}"{}{} aria-label="{}"></td>', key, rest, owner, label
    )


@register.simple_tag
def row_menu_button(key: object, href: str) -> SafeString:
    """The cell at the end of a row that opens the one row menu of the page. `key` replaces __row__ in the menu's addresses, "" where the
    box of the row says it; `href`: where it leads without script."""
    return format_html('<td class="column-menu">{}</td>', _menu_button(key, href))


def _menu_button(key: object, href: str) -> SafeString:
    """The script says for whom (menu.js): with the name a third time in every row, a list of long names is too large."""
    said = format_html('="{}"', key) if key else ""
    return format_html('<a href="{}" data-row-menu{} aria-label="{}"></a>', href, said, pgettext("group.actions", "Actions"))


@register.simple_tag
def row_remove(key: object, name: str, *, field: str = "take_out", menu: str = "") -> SafeString:
    """The cell at the end of a row with the button that takes it out; the rows stand in a form. `key`: what it posts, as `field`.
    `menu`: as `href` of row_menu_button, where that stands beside it; the row has a box then."""
    label = pgettext("a11y.remove", "Remove %(name)s") % {"name": name}
    return format_html(
        '<td class="column-menu"><button class="row-remove" name="{}" value="{}" aria-label="{}"></button>{}</td>',
        field,
        key,
        label,
        _menu_button("", menu) if menu else "",
    )


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
