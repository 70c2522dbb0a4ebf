"""What a step of a segment does."""

from django.db import models
from django.utils.translation import pgettext_lazy


class StepAction(models.TextChoices):
    ADD = "Add Contacts", pgettext_lazy("action.add_contacts", "Add Contacts")
    REDUCE = "Reduce Contacts", pgettext_lazy("action.reduce_contacts", "Reduce Contacts")
    REFINE = "Refine Contacts", pgettext_lazy("action.refine_contacts", "Refine Contacts")
