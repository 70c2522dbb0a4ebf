"""The tables of every classification, each from its own file."""

from postkring.classifications.industry_groups import ContactIndustryGroup, IndustryGroup
from postkring.classifications.job_responsibilities import ContactJobResponsibility, JobResponsibility
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup

__all__ = ["ContactIndustryGroup", "ContactJobResponsibility", "ContactMailingGroup", "IndustryGroup", "JobResponsibility", "MailingGroup"]
