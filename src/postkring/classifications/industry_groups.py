"""Industry groups (2.3): in which sector a company is. A person counts as being in those of its company (R-4207)."""

from typing import ClassVar, Final

from django.db import models
from django.utils.translation import pgettext_lazy

from postkring.classifications.pair import (
    Assignment,
    Classification,
    assignment_checks,
    assignment_indexes,
    assignment_ledger,
    code_checks,
    code_ledger,
)
from postkring.classifications.spec import Held, Spec
from postkring.contacts.models import ContactType


class IndustryGroup(Classification):
    ledger: ClassVar = code_ledger()

    class Meta(Classification.Meta):
        verbose_name = pgettext_lazy("page.industry_group", "Industry Group")
        constraints: ClassVar = code_checks("industry_group")


class ContactIndustryGroup(Assignment):
    industry_group = models.ForeignKey(
        IndustryGroup, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="assignments"
    )

    ledger: ClassVar = assignment_ledger("industry_group")

    class Meta:
        verbose_name = pgettext_lazy("page.contact_industry_groups", "Contact Industry Groups")
        constraints: ClassVar = assignment_checks("industry_group")
        indexes: ClassVar = assignment_indexes("industry_group", "industry_group")

    def __str__(self) -> str:
        return f"{self.contact_id} {self.industry_group_id}"


INDUSTRY_GROUPS: Final = Spec(
    name="industry_group",
    names="industry_groups",
    key="industryGroup",
    keys="industryGroups",
    model=IndustryGroup,
    link=ContactIndustryGroup,
    label=pgettext_lazy("page.industry_group", "Industry Group"),
    plural=pgettext_lazy("page.industry_groups", "Industry Groups"),
    link_label=pgettext_lazy("page.contact_industry_groups", "Contact Industry Groups"),
    code_label=pgettext_lazy("field.industry_group_code", "Industry Group Code"),
    number_label=pgettext_lazy("field.no_of_industry_groups", "No. of Industry Groups"),
    held=Held(
        this=pgettext_lazy("filter.in_industry", "in industry group"),
        not_this=pgettext_lazy("filter.not_in_industry", "not in industry group"),
        none=pgettext_lazy("filter.in_no_industry", "in no industry group at all"),
        any=pgettext_lazy("filter.in_any_industry", "in any industry group"),
    ),
    held_by=ContactType.COMPANY,
    through_company=True,
)
