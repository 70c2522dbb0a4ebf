"""A new segment (R-4002)."""

from datetime import date

from django.utils import timezone
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.interactions.access import template_called
from postkring.ledger.acts import act
from postkring.segments.actions.header import clean_campaign, clean_correspondence, clean_description, salesperson_called
from postkring.segments.models import Segment
from postkring.setup.numbering import draw_number, typed_number
from postkring.setup.queries import marketing_setup
from postkring.setup.tied_users import own_salesperson


def create_segment(
    *,
    description: str = "",
    number: str = "",
    day: date | None = None,
    salesperson: str = "",
    campaign_number: str = "",
    correspondence_type: str = "",
    interaction_template: str = "",
    by: User,
) -> Segment:
    """Without a number the next one of the series is drawn; without a day it is dated today; without a salesperson it is the user's own."""
    require(by, Permission.EDIT_SEGMENTS)
    with act("segment.create", by=by, permission=Permission.EDIT_SEGMENTS) as writer:
        series = marketing_setup().segment_series
        segment = Segment(
            description=clean_description(description),
            date=day or timezone.localdate(),
            salesperson=salesperson_called(salesperson) or own_salesperson(by),
            campaign_number=clean_campaign(campaign_number),
            correspondence_type=clean_correspondence(correspondence_type),
            interaction_template=template_called(interaction_template),
        )
        if number.strip():
            segment.number = typed_number(number, series, taken=Segment.objects.all())
        else:
            segment.number, segment.number_series = draw_number(series, taken=Segment.objects.all()), series
        writer.insert(segment)
        writer.count(added=1)
        writer.say(lambda: pgettext("ledger.segment_created", "Segment %(number)s created") % {"number": segment.number})
    return segment
