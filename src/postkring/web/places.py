"""The one catalogue of pages and tasks: what the navigation shows and Tell me finds.

A place whose URL does not exist, or that the user may not open, is nowhere offered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from postkring.accounts.access import may
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.web.classifications.pages import OTHERS


@dataclass(frozen=True)
class Place:
    """`title` follows the language of the moment. `synonyms` are further words people search by, whatever their language."""

    url_name: str
    title: Promise | str
    icon: str
    needs: Permission = Permission.READ
    is_task: bool = False
    synonyms: tuple[str, ...] = field(default=(), repr=False)
    opens_with: str = ""  # the query of a list that is first opened narrowed: its filter stands in the address, and can be taken out

    def title_in(self, language: str) -> str:
        with translation.override(language):
            return str(self.title)

    @property
    def url(self) -> str:
        """Empty while no such page exists."""
        return _url_named(self.url_name, settings.ROOT_URLCONF)

    @property
    def way_in(self) -> str:
        """The URL by which it is opened."""
        return self.url + self.opens_with


@lru_cache(maxsize=256)
def _url_named(name: str, urls: str) -> str:
    """Every page asks for two dozen of them, always the same."""
    try:
        return reverse(name, urlconf=urls)
    except NoReverseMatch:
        return ""


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


HOME: Final = Place(
    "home", pgettext_lazy("page.home", "Home"), "house", synonyms=words("rolcentrum, dashboard, tableau de bord, Rollencenter, start")
)
CONTACTS: Final = Place(
    "contacts",
    pgettext_lazy("page.contacts", "Contacts"),
    "contact-round",
    synonyms=words(
        "contactoverzicht, contactlijst, contactkaart, contactbedrijf, contactbedrijven, contactpersoon, contactpersonen, "
        "relaties, adressen, personen, klanten, bedrijven, gsm, gemeente, liste des contacts, fiche contact, personnes, carnet "
        "d’adresses, clients, sociétés, Kontaktübersicht, Kontaktliste, Kontaktkarte, Adressen, Personen, Ansprechpartner, "
        "Firmen, Handy, contact list, contact card, people, addresses, customers, companies"
    ),
)
MAILING_GROUPS: Final = Place(
    "mailing_groups",
    pgettext_lazy("page.mailing_groups", "Mailing Groups"),
    "mails",
    synonyms=words(
        "mailinggroepcode, mailinggroepcodes, contact mailinggroepen, mailinglijst, verzendlijst, verdeellijst, groepen, code "
        "groupe de distribution, liste de diffusion, groupe distribution, groupes, Verteilercode, Mailingliste, Verteilerliste, "
        "Mailinggruppen, mailing group code, mailing list, distribution list, groups"
    ),
)
SEGMENTS: Final = Place(
    "segments",
    pgettext_lazy("page.segments", "Segments"),
    "list-filter",
    synonyms=words("selectie, doelgroep, segmentcriteria, sélection, cible, public, Zielgruppe, Selektion, selection, audience, criteria"),
    opens_with="?status=open",
)
IMPORTS: Final = Place(
    "imports",
    pgettext_lazy("page.imports", "Imports"),
    "file-spreadsheet",
    Permission.EDIT_CONTACTS,
    synonyms=words(
        "importeren, inlezen, bestand laden, Excel, csv, vCard, Outlook, Google, importer, importations, charger un fichier, "
        "importieren, Importe, Datei laden, upload, load a file"
    ),
)
SAVED_CRITERIA: Final = Place(
    "saved_criteria",
    pgettext_lazy("page.saved_segment_criteria", "Saved Segment Criteria"),
    "bookmark",
    synonyms=words("opgeslagen filters, filtres enregistrés, gespeicherte Filter, saved filters"),
)
SALESPEOPLE: Final = Place(
    "salespeople",
    pgettext_lazy("page.salespeople", "Salespeople"),
    "users-round",
    Permission.ADMINISTER,
    synonyms=words(
        "verkopercode, verkoperscode, vertegenwoordigers, code vendeur, commerciaux, représentants, Verkäufercode, Vertreter, "
        "salesperson code, sales people, representatives"
    ),
)
_SYNONYMS: Final = {
    "industry_groups": words(
        "sectorcode, sectorcodes, contact sectoren, branche, branches, industrie, bedrijfstak, code secteur d’activité, "
        "Wirtschaftszweig, Branchencode, industry group code, industry, trade"
    ),
    "job_responsibilities": words(
        "functiegroepcode, functiegroepcodes, contact functiegroepen, functies, functie, verantwoordelijkheden, code responsabilité, "
        "fonctions, Verantwortlichkeitscode, Funktionen, job responsibility code, roles at work, functions"
    ),
}
# What contacts carry beside mailing groups.
CODES: Final = tuple(Place(pages.all, pages.title, pages.icon, synonyms=_SYNONYMS.get(pages.all, ())) for pages in OTHERS)
CHANGES: Final = Place(
    "changes",
    pgettext_lazy("page.changes", "Changes"),
    "history",
    synonyms=words(
        "historie, historiek, geschiedenis, ongedaan maken, terugnemen, wijzigingslog, wijzigingslogposten, historique, annuler, journal, "
        "écritures journal modification, Verlauf, rückgängig, Änderungsprotokollposten, history, undo, change log entries, ledger"
    ),
)
TASKS: Final = Place(
    "tasks",
    pgettext_lazy("page.tasks", "Tasks"),
    "list-checks",
    Permission.EDIT_CONTACTS,
    synonyms=words(
        "voortgang, lange taken, wachtrij, achtergrond, progression, tâches en cours, file d’attente, Fortschritt, Warteschlange, "
        "Hintergrund, progress, queue, background, jobs"
    ),
)
SETUP: Final = Place(
    "setup",
    pgettext_lazy("group.setup", "Setup"),
    "settings-2",
    Permission.ADMINISTER,
    synonyms=words("configuratie, beheer, paramètres, Konfiguration, configuration, administration"),
)
ORGANISATION: Final = Place(
    "organisation",
    pgettext_lazy("page.organisation", "Our organisation"),
    "building-2",
    Permission.ADMINISTER,
    synonyms=words("bedrijfsgegevens, naam, informations société, Firmendaten, company information"),
)
INHERITANCE: Final = Place(
    "inheritance",
    pgettext_lazy("page.inheritance", "What persons take over from their company"),
    "git-merge",
    Permission.ADMINISTER,
    synonyms=words(
        "marketinginstellingen, overerving, paramètres marketing, héritage, Marketingeinrichtung, Übernahme, marketing setup, inheritance"
    ),
)
NUMBER_SERIES: Final = Place(
    "number_series",
    pgettext_lazy("page.number_series", "Number Series"),
    "hash",
    Permission.ADMINISTER,
    synonyms=words("nummering, numérotation, Nummerierung, numbering"),
)
INTERACTION_TEMPLATES: Final = Place(
    "interaction_templates",
    pgettext_lazy("page.interaction_templates", "Interaction Templates"),
    "mails",
    Permission.ADMINISTER,
    synonyms=words("interactiesjabloon, sjablonen, modèle interaction, Aktivitätenvorlage, Vorlagen, interaction template, log"),
)
USERS: Final = Place(
    "users",
    pgettext_lazy("page.users", "Users"),
    "user-round-cog",
    Permission.ADMINISTER,
    synonyms=words("rollen, machtigingen, wachtwoord, rôles, droits, mot de passe, Rechte, Kennwort, roles, permissions"),
)
MY_SETTINGS: Final = Place(
    "my_settings",
    pgettext_lazy("page.my_settings", "My Settings"),
    "sliders-horizontal",
    synonyms=words(
        "taal, thema, donker, sneltoetsen, wachtwoord wijzigen, langue, thème, sombre, raccourcis, Sprache, dunkel, "
        "Tastenkombinationen, language, theme, dark, keyboard shortcuts, password"
    ),
)
MY_TOKENS: Final = Place(
    "my_tokens",
    pgettext_lazy("page.api_tokens", "API tokens"),
    "hash",
    synonyms=words(
        "API, token, sleutel voor programma’s, Excel koppelen, Power BI, jeton, jetons d’API, clé d’API, API-Schlüssel, Zugangstoken, "
        "API key, access token"
    ),
)
HELP: Final = Place(
    "help",
    pgettext_lazy("ui.help", "Help"),
    "circle-question-mark",
    synonyms=words("handleiding, uitleg, aide, manuel, mode d’emploi, Hilfe, Handbuch, Anleitung, manual, guide"),
)
PATTERNS: Final = Place("patterns", pgettext_lazy("page.patterns", "Patterns"), "swatch-book", Permission.ADMINISTER)

NEW_CONTACT: Final = Place(
    "contact_new",
    pgettext_lazy("task.new_contact", "New contact"),
    "user-round-plus",
    Permission.EDIT_CONTACTS,
    is_task=True,
    synonyms=words("contact toevoegen, bedrijf maken, persoon maken, créer un contact, Kontakt anlegen, add contact, create contact"),
)
NEW_MAILING_GROUP: Final = Place(
    "mailing_group_new",
    pgettext_lazy("task.new_mailing_group", "New mailing group"),
    "mail-plus",
    Permission.EDIT_CONTACTS,
    is_task=True,
    synonyms=words("groep maken, créer un groupe, Verteiler anlegen, create group"),
)
NEW_SEGMENT: Final = Place(
    "segment_new",
    pgettext_lazy("task.new_segment", "New segment"),
    "list-plus",
    Permission.EDIT_SEGMENTS,
    is_task=True,
    synonyms=words("segment maken, créer un segment, Segment anlegen, create segment"),
)
EXPORT_CONTACTS: Final = Place(
    "contacts_export",
    pgettext_lazy("action.export_contacts", "Export Contacts"),
    "download",
    is_task=True,
    synonyms=words("Excel, xlsx, csv, vCard, downloaden, télécharger, exporter, herunterladen, Excel-Datei, download, spreadsheet"),
)
NEW_IMPORT: Final = Place(
    "import_new",
    pgettext_lazy("task.new_import", "Load a file"),
    "upload",
    Permission.EDIT_CONTACTS,
    is_task=True,
    synonyms=words("contacten importeren, Excel inlezen, importer des contacts, Kontakte importieren, import contacts"),
)
NEW_USER: Final = Place(
    "user_new",
    pgettext_lazy("task.new_user", "New user"),
    "user-round-cog",
    Permission.ADMINISTER,
    is_task=True,
    synonyms=words("gebruiker toevoegen, ajouter un utilisateur, Benutzer anlegen, add user"),
)

SAVED_VIEWS: Final = Place(
    "saved_views",
    pgettext_lazy("view.views", "Views"),
    "bookmark",
    synonyms=words(
        "opgeslagen weergaven, bewaarde filters, favorieten, vues enregistrées, filtres, favoris, gespeicherte Ansichten, "
        "Filter, Favoriten, saved views, saved filters, bookmarks"
    ),
)
NAVIGATION: Final = (HOME, CONTACTS, MAILING_GROUPS, SEGMENTS, IMPORTS, SETUP)
SET_UP_PAGES: Final = (
    ORGANISATION,
    NUMBER_SERIES,
    INHERITANCE,
    SALESPEOPLE,
    INTERACTION_TEMPLATES,
    *CODES,
    SAVED_CRITERIA,
    USERS,
    CHANGES,
    PATTERNS,
)
PLACES: Final = (
    HOME,
    CONTACTS,
    MAILING_GROUPS,
    SEGMENTS,
    IMPORTS,
    SAVED_VIEWS,
    SAVED_CRITERIA,
    *CODES,
    CHANGES,
    TASKS,
    SETUP,
    ORGANISATION,
    NUMBER_SERIES,
    INHERITANCE,
    SALESPEOPLE,
    INTERACTION_TEMPLATES,
    USERS,
    MY_SETTINGS,
    MY_TOKENS,
    HELP,
    PATTERNS,
    NEW_CONTACT,
    NEW_MAILING_GROUP,
    NEW_SEGMENT,
    EXPORT_CONTACTS,
    NEW_IMPORT,
    NEW_USER,
)


def open_places(user: User | AnonymousUser | None) -> Iterator[tuple[Place, str]]:
    """The places that exist and that the user may open, each with its URL."""
    for place in PLACES:
        if may(user, place.needs) and (url := place.url):
            yield place, url
