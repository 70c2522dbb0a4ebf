from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import pgettext

from postkring.contacts.access import contact_to_read
from postkring.criteria.expressions import quoted
from postkring.kit.errors import Refused
from postkring.web.request import Request


def contact_related(request: Request, number: str) -> HttpResponse:
    """R-3964: the company and everybody of it, as a list."""
    contact = contact_to_read(number, by=request.user)
    if contact.company is None:
        raise Refused(pgettext("msg.no_company", "%(name)s does not belong to a company.") % {"name": contact.name})
    return HttpResponseRedirect(reverse("contacts", query={"companyNumber": quoted(contact.company.number)}))
