"""The pages of each classification of the catalogue: where they are, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact
from postkring.kit.text import Words, grouped
from postkring.setup.queries import empty
from postkring.web.classifications.words import OWN, USUAL

_ICONS: Final[Mapping[str, str]] = {"mailing_group": "mails", "industry_group": "factory", "job_responsibility": "user-round-cog"}
_BULK: Final[Mapping[str, str]] = {MAILING_GROUPS.name: "group"}  # the address that people have had since before there were others


@dataclass(frozen=True)
class Pages:
    """The URL names are those of the codes: `industry_groups` is the list, `industry_group` the card, and so on."""

    spec: Spec

    @property
    def path(self) -> str:
        return self.spec.names.replace("_", "-")

    @property
    def icon(self) -> str:
        return _ICONS.get(self.spec.name, "tags")

    @property
    def title(self) -> Words:
        return self.spec.plural

    @property
    def all(self) -> str:
        return self.spec.names

    @property
    def card(self) -> str:
        return self.spec.name

    @property
    def new(self) -> str:
        return f"{self.spec.name}_new"

    @property
    def rename(self) -> str:
        return f"{self.spec.name}_rename"

    @property
    def delete(self) -> str:
        return f"{self.spec.name}_delete"

    @property
    def empty_and_delete(self) -> str:
        return f"{self.spec.name}_empty_and_delete"

    @property
    def lookup(self) -> str:
        return f"{self.spec.name}_lookup"

    @property
    def of_contact(self) -> str:
        return f"contact_{self.spec.names}"

    @property
    def of_contact_undo(self) -> str:
        return f"contact_{self.spec.names}_undo"

    @property
    def of_contact_remove(self) -> str:
        return f"contact_{self.spec.name}_remove"

    @property
    def of_several(self) -> str:
        return f"contacts_{self.spec.names}"

    @property
    def bulk_act(self) -> str:
        """Its key among the acts on many."""
        return _BULK.get(self.spec.name, self.spec.name)

    @property
    def bulk(self) -> str:
        return f"bulk_{self.bulk_act}"

    @property
    def is_set_up(self) -> bool:
        """Mailing groups are what the product is about; what else contacts carry stands in the set-up."""
        return self.spec is not MAILING_GROUPS

    def url(self, code: str = "") -> str:
        return reverse(self.card, args=[code]) if code else reverse(self.all)

    def say(self, sentence: str, **values: Any) -> str:
        """A sentence in the language of the moment. A `count` is written with its thousands, and chooses the number of the words."""
        said: Mapping[str, Any] = {"kind": self.spec.label, "page": self.spec.plural, **values}
        if "count" in values:
            said = {**said, "number": values["count"], "count": grouped(int(values["count"]))}
        words: Any = {**USUAL, **OWN.get(self.spec.name, {})}[sentence]
        return str(words % said)


PAGES: Final = tuple(Pages(spec) for spec in CLASSIFICATIONS)
OF_GROUPS: Final = next(pages for pages in PAGES if pages.spec is MAILING_GROUPS)
OTHERS: Final = tuple(pages for pages in PAGES if pages is not OF_GROUPS)
_BY_SPEC: Final = {pages.spec.name: pages for pages in PAGES}


def pages_of(spec: Spec) -> Pages:
    return _BY_SPEC[spec.name]


def pages_for(contact: Contact) -> list[Pages]:
    """Of what the contact may hold, and of what it has through its company (R-2903)."""
    return [pages for pages in PAGES if is_held(pages.spec, contact) or is_through_company(pages.spec, contact)]


def is_held(spec: Spec, contact: Contact) -> bool:
    return spec.held_by in (None, contact.type)


def is_through_company(spec: Spec, contact: Contact) -> bool:
    return spec.through_company and not is_held(spec, contact) and contact.company_id is not None


def others_in_use() -> list[Pages]:
    """Without those of which there is no code: nobody could choose one."""
    without = empty(pages.spec.model for pages in OTHERS)
    return [pages for pages in OTHERS if pages.spec.model not in without]
