"""Setting up interaction templates (5.1). Changing one never changes segments or entries that name it (R-5002)."""

from collections.abc import Iterator
from typing import Final, TypedDict, Unpack

from django.db.models import Exists, ManyToOneRel, OuterRef, Q
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.interactions.entry_actions import MOST_MINUTES, refuse_amount
from postkring.interactions.models import InteractionTemplate
from postkring.kit.codes import clean_code, clean_number
from postkring.kit.errors import NotAcceptable, NotFound, Refused
from postkring.kit.money import MOST
from postkring.kit.refusals import taken
from postkring.kit.text import fold, short_line
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet
from postkring.setup.models import CorrespondenceType

_DESCRIPTION_LENGTH: Final = 100


class TemplateValues(TypedDict, total=False):
    """What of a template is given; a correspondence type "" is none, a campaign number "" as well."""

    description: str
    correspondence_type: str
    campaign_number: str
    unit_cost_cents: int
    unit_duration: int


def create_template(code: str, *, by: User, **given: Unpack[TemplateValues]) -> InteractionTemplate:
    require(by, Permission.ADMINISTER)
    with act("interaction_template.create", by=by, permission=Permission.ADMINISTER) as writer:
        cleaned = clean_code(code)
        template = InteractionTemplate(code=cleaned, code_folded=fold(cleaned), **_cleaned(given))
        _refuse_taken(template)
        writer.insert(template)
        writer.count(added=1)
        writer.say(lambda: pgettext("ledger.template_created", "Interaction template %(code)s created") % {"code": template.code})
    return template


def change_template(template: InteractionTemplate, *, by: User, **given: Unpack[TemplateValues]) -> InteractionTemplate:
    require(by, Permission.ADMINISTER)
    values = _cleaned(given)
    with act("interaction_template.change", by=by, permission=Permission.ADMINISTER) as writer:
        stored = _locked(template)
        for name, value in values.items():
            setattr(stored, name, value)
        with writer.updating(InteractionTemplate.objects.filter(pk=stored.pk), list(values)):
            stored.save(update_fields=list(values))
        writer.count(changed=1)
        writer.say(lambda: pgettext("ledger.template_changed", "Interaction template %(code)s changed") % {"code": stored.code})
    return stored


def delete_template(template: InteractionTemplate, *, by: User) -> ChangeSet:
    """D8: refused while a segment or a line names it. Entries of the log keep its code."""
    require(by, Permission.ADMINISTER)
    with act("interaction_template.delete", by=by, permission=Permission.ADMINISTER) as writer:
        stored = _locked(template)
        if is_in_use(stored):
            said = pgettext("msg.template_in_use", "Interaction template %(code)s stands in segments, so it cannot be deleted.")
            raise Refused(said % {"code": stored.code}, code=stored.code)
        writer.delete(InteractionTemplate.objects.filter(pk=stored.pk))
        writer.count(deleted=1)
        writer.say(lambda: pgettext("ledger.template_deleted", "Interaction template %(code)s deleted") % {"code": stored.code})
    return writer.change_set


def is_in_use(template: InteractionTemplate) -> bool:
    """Rows of rooms above refer to it."""
    return InteractionTemplate.objects.filter(_named_somewhere(), pk=template.pk).exists()


def _named_somewhere() -> Q:
    named = Q()
    for condition in _references():
        named |= Q(condition)
    return named or Q(pk__in=[])


def _references() -> Iterator[Exists]:
    for field in InteractionTemplate._meta.get_fields(include_hidden=True):
        if isinstance(field, ManyToOneRel):
            yield Exists(field.related_model._base_manager.filter(**{f"{field.field.name}__pk": OuterRef("pk")}))


def _cleaned(given: TemplateValues) -> TemplateValues:
    values = TemplateValues()
    if "description" in given:
        label = pgettext("field.description", "Description")
        values["description"] = short_line(given["description"], field="description", label=label, longest=_DESCRIPTION_LENGTH)
    if "correspondence_type" in given:
        values["correspondence_type"] = _correspondence(given["correspondence_type"])
    if "campaign_number" in given:
        values["campaign_number"] = clean_number(given["campaign_number"], field="campaign_number")
    if "unit_cost_cents" in given:
        refuse_amount(given["unit_cost_cents"], MOST, label=pgettext("field.unit_cost", "Unit Cost"), field="unit_cost")
        values["unit_cost_cents"] = given["unit_cost_cents"]
    if "unit_duration" in given:
        label = pgettext("field.unit_duration", "Unit Duration (Min.)")
        refuse_amount(given["unit_duration"], MOST_MINUTES, label=label, field="unit_duration")
        values["unit_duration"] = given["unit_duration"]
    return values


def _correspondence(text: str) -> str:
    if text not in ("", *CorrespondenceType.values):
        label = pgettext("field.correspondence_type", "Correspondence Type")
        said = pgettext("msg.lookup_unknown", "%(value)s does not exist in %(page)s.")
        raise NotAcceptable(said % {"value": text[:100], "page": label}, field="correspondence_type")
    return text


def _locked(template: InteractionTemplate) -> InteractionTemplate:
    stored = InteractionTemplate.objects.select_for_update().filter(pk=template.pk).first()
    if stored is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=template.code)
    return stored


def _refuse_taken(template: InteractionTemplate) -> None:
    other = InteractionTemplate.objects.filter(code_folded=template.code_folded).first()
    if other is not None:
        raise taken(template.code, other=other.code, description=other.description)
