"""What one classification is, said once: its two tables, who may hold its codes, who may change them, and its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django.db.models import Q, QuerySet
from django.utils.translation import npgettext_lazy, pgettext_lazy

from postkring.accounts.permissions import Permission
from postkring.classifications.pair import Assignment, Classification
from postkring.contacts.models import ContactType
from postkring.kit.text import Words, grouped
from postkring.ledger.standing import standing


@dataclass(frozen=True)
class Sentences:
    """What the ledger says of acts on codes."""

    created: Words
    described: Words
    renamed: Words
    deleted: Words
    emptied: Words
    in_use: Words
    replaced: Words
    members: Words
    old_code_taken: Words
    unknown: Words
    unknown_proposed: Words


# Those that fit every classification: `kind` is its label.
SENTENCES: Final = Sentences(
    created=pgettext_lazy("ledger.code_created", "%(kind)s %(code)s: created"),
    described=pgettext_lazy("ledger.code_described", "%(kind)s %(code)s: description changed"),
    renamed=pgettext_lazy("ledger.code_renamed", "%(kind)s %(old)s became %(new)s"),
    deleted=pgettext_lazy("ledger.code_deleted", "%(kind)s %(code)s: deleted"),
    emptied=npgettext_lazy(
        "ledger.code_emptied_and_deleted",
        "%(kind)s %(code)s: %(count)s contact taken out, and deleted",
        "%(kind)s %(code)s: %(count)s contacts taken out, and deleted",
        "number",
    ),
    in_use=npgettext_lazy(
        "msg.code_in_use",
        "%(kind)s %(code)s is still assigned to %(count)s contact and cannot be deleted.",
        "%(kind)s %(code)s is still assigned to %(count)s contacts and cannot be deleted.",
        "number",
    ),
    replaced=pgettext_lazy("ledger.code_replaced", "%(kind)s %(code)s made equal: %(what)s"),
    members=pgettext_lazy("ledger.code_members", "%(kind)s %(code)s: %(what)s"),
    old_code_taken=pgettext_lazy("msg.old_code_taken_of", "%(kind)s: another one is called %(other)s by now. Rename it first."),
    unknown=pgettext_lazy("msg.unknown_code_of", "%(kind)s %(code)s does not exist."),
    unknown_proposed=pgettext_lazy("msg.unknown_code_of_proposed", "%(kind)s %(text)s does not exist; it would be called %(code)s."),
)


@dataclass(frozen=True)
class Held:
    """How a selection says who holds the codes."""

    this: Words
    not_this: Words
    none: Words
    any: Words


@dataclass(frozen=True)
class Spec:
    """`name` is the column of the link and what verbs begin with, `names` the column of a file; `key` and `keys` are for programs.

    held_by          the type of contact that may hold the codes, None for both
    through_company  a person counts as holding those of its company (R-4207)
    counted          under which name an act counts the codes that it makes or deletes beside something else
    edit_codes       who may make, change and delete codes; whoever changes contacts may assign them
    """

    name: str
    names: str
    key: str
    keys: str
    model: type[Classification]
    link: type[Assignment]
    label: Words
    plural: Words
    link_label: Words
    code_label: Words
    number_label: Words
    held: Held
    held_by: ContactType | None = None
    through_company: bool = False
    counted: str = "codes"
    edit_codes: Permission = Permission.ADMINISTER
    sentences: Sentences = SENTENCES

    def codes(self) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def row(self, **values: Any) -> Classification:
        made: Classification = cast(Any, self.model)(**values)
        return made

    def links(self) -> QuerySet[Any]:
        return self.link._default_manager.all()

    def standing(self) -> QuerySet[Any]:
        return self.links().filter(standing())

    def of_code(self, group: Classification) -> dict[str, Any]:
        return {self.name: group}

    def links_of(self, groups: QuerySet[Any]) -> QuerySet[Any]:
        return self.links().filter(**{f"{self.name}__in": groups.order_by().values("pk")})

    @property
    def holder(self) -> str:
        """The column of a contact with the key of whoever holds its codes; a company is its own company."""
        return "company" if self.through_company else "pk"

    def fits(self) -> Q:
        """The condition on contacts that may hold the codes."""
        return Q() if self.held_by is None else Q(type=self.held_by)

    @property
    def number_key(self) -> str:
        return f"numberOf{self.keys[0].upper()}{self.keys[1:]}"

    def verb(self, what: str) -> str:
        return f"{self.name}.{what}"

    def say(self, sentence: str, **values: str | int) -> str:
        """A sentence in the language of the moment. A `count` is written with its thousands, and chooses the number of the words."""
        said: Mapping[str, Any] = {"kind": self.label, **values}
        if "count" in values:
            said = {**said, "number": values["count"], "count": grouped(int(values["count"]))}
        return str(getattr(self.sentences, sentence) % said)
