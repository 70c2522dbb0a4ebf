"""Job responsibilities (2.4): what a person answers for at work. Of a person alone, never of a company (R-2301)."""

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


class JobResponsibility(Classification):
    ledger: ClassVar = code_ledger()

    class Meta(Classification.Meta):
        verbose_name = pgettext_lazy("page.job_responsibility", "Job Responsibility")
        constraints: ClassVar = code_checks("job_responsibility")


class ContactJobResponsibility(Assignment):
    job_responsibility = models.ForeignKey(
        JobResponsibility, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="assignments"
    )

    ledger: ClassVar = assignment_ledger("job_responsibility")

    class Meta:
        verbose_name = pgettext_lazy("page.contact_job_responsibilities", "Contact Job Responsibilities")
        constraints: ClassVar = assignment_checks("job_responsibility")
        indexes: ClassVar = assignment_indexes("job_responsibility", "job_responsib")

    def __str__(self) -> str:
        return f"{self.contact_id} {self.job_responsibility_id}"


JOB_RESPONSIBILITIES: Final = Spec(
    name="job_responsibility",
    names="job_responsibilities",
    key="jobResponsibility",
    keys="jobResponsibilities",
    model=JobResponsibility,
    link=ContactJobResponsibility,
    label=pgettext_lazy("page.job_responsibility", "Job Responsibility"),
    plural=pgettext_lazy("page.job_responsibilities", "Job Responsibilities"),
    link_label=pgettext_lazy("page.contact_job_responsibilities", "Contact Job Responsibilities"),
    code_label=pgettext_lazy("field.job_responsibility_code", "Job Responsibility Code"),
    number_label=pgettext_lazy("field.no_of_job_responsibilities", "No. of Job Responsibilities"),
    held=Held(
        this=pgettext_lazy("filter.with_responsibility", "with job responsibility"),
        not_this=pgettext_lazy("filter.without_responsibility", "without job responsibility"),
        none=pgettext_lazy("filter.with_no_responsibility", "without any job responsibility"),
        any=pgettext_lazy("filter.with_any_responsibility", "with any job responsibility"),
    ),
    held_by=ContactType.PERSON,
)
