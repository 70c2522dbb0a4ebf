"""Controls of forms as Django draws them, each in one piece: its templates are three for a line of text and six for two choices, and a
card has thirty fields."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

from postkring.web.markup import format_html, joined

Widget = Mapping[str, Any]  # what Django gives the template of a control


class Renderer(TemplatesSetting):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        draw = _DRAWN.get(template_name)
        return draw(context["widget"]) if draw else SafeString(super().render(template_name, context, request))


def attributes_in_order(attributes: Mapping[str, Any]) -> SafeString:
    """As the widget has them; True is one without a value, False is none at all."""
    given = [(name, value) for name, value in attributes.items() if value is not False]
    return joined([format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value) for name, value in given])


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes_in_order(widget["attrs"]))


def _choices(widget: Widget) -> SafeString:
    """Choices in groups are none of ours."""
    options = [option for _, of_group, _ in widget["optgroups"] for option in of_group]
    key = widget["attrs"].get("id")
    return format_html("<div{}>{}</div>", format_html(' id="{}"', key) if key else "", joined(map(_choice, options)))


def _choice(option: Widget) -> SafeString:
    key = option["attrs"].get("id")
    said_for = format_html(' for="{}"', key) if key else ""
    return format_html("<div><label{}>{} {}</label></div>", said_for, _input(option), option["label"])


_DRAWN: Final[Mapping[str, Callable[[Widget], SafeString]]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in ("text", "hidden", "date", "email", "number", "password", "checkbox")},
    "django/forms/widgets/radio.html": _choices,
}
