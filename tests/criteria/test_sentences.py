"""The words for a filter, in four languages."""

import pytest
from django.utils import translation

from postkring.criteria.catalogue import criteria
from postkring.criteria.selections import EVERYBODY, Chosen, Selection, sentence

LANGUAGES = ("nl", "fr", "de", "en")
LABELS = {
    "number": ("Nr.", "N°", "Nr.", "No."),
    "type": ("Type", "Type", "Art", "Type"),
    "displayName": ("Naam", "Nom", "Name", "Name"),
    "name2": ("Naam 2", "Nom 2", "Name 2", "Name 2"),
    "firstName": ("Voornaam", "Prénom", "Vorname", "First Name"),
    "middleName": ("Tweede voornaam", "Deuxième prénom", "Zweiter Vorname", "Middle Name"),
    "surname": ("Familienaam", "Nom de famille", "Nachname", "Surname"),
    "initials": ("Initialen", "Initiales", "Initialen", "Initials"),
    "jobTitle": ("Functie", "Fonction", "Stellenbezeichnung", "Job Title"),
    "salutationCode": ("Aansprekingscode", "Code formule d’appel", "Anredecode", "Salutation Code"),
    "companyNumber": ("Bedrijfsnr.", "N° société", "Nr. des Unternehmens", "Company No."),
    "companyName": ("Bedrijfsnaam", "Nom de la société", "Unternehmensname", "Company Name"),
    "addressLine1": ("Adres", "Adresse", "Adresse", "Address"),
    "addressLine2": ("Adres 2", "Adresse 2", "Adresse 2", "Address 2"),
    "country": ("Land-/regiocode", "Code pays/région", "Länder-/Regionscode", "Country/Region Code"),
    "postalCode": ("Postcode", "Code postal", "Postleitzahl", "Post Code"),
    "city": ("Plaats", "Ville", "Ort", "City"),
    "state": ("Provincie", "Province", "Provinz", "County"),
    "phoneNumber": ("Telefoonnummer", "N° téléphone", "Telefonnr.", "Phone No."),
    "mobilePhoneNumber": ("Gsm-nummer", "N° GSM", "Mobiltelefonnr.", "Mobile Phone No."),
    "email": ("E-mail", "E-mail", "E-Mail", "Email"),
    "email2": ("E-mail 2", "E-mail 2", "E-Mail 2", "Email 2"),
    "website": ("Website", "Site web", "Website", "Website"),
    "searchName": ("Zoeknaam", "Nom de recherche", "Suchbegriff", "Search Name"),
    "languageCode": ("Taalcode", "Code langue", "Sprachcode", "Language Code"),
    "correspondenceType": ("Correspondentietype", "Type correspondance", "Korrespondenzart", "Correspondence Type"),
    "salespersonCode": ("Verkoperscode", "Code vendeur", "Verkäufercode", "Salesperson Code"),
    "territoryCode": ("Regiocode", "Code secteur", "Gebietscode", "Territory Code"),
    "organizationalLevelCode": ("Organisatieniveaucode", "Code niveau hiérarchique", "Positionscode", "Organizational Level Code"),
    "taxRegistrationNumber": ("Btw-nummer", "N° TVA", "USt-IdNr.", "VAT Registration No."),
    "registrationNumber": ("Ondernemingsnr.", "N° entreprise", "Unternehmensnummer", "Enterprise No."),
    "externalId": ("Externe id", "ID externe", "Externe ID", "External ID"),
    "excludeFromSegment": ("Uitsluiten van segmenten", "Exclure des segments", "Von Segmenten ausschließen", "Exclude from Segment"),
    "minor": ("Minderjarig", "Mineur", "Minderjährig", "Minor"),
    "parentalConsentReceived": (
        "Toestemming van ouders ontvangen",
        "Accord parental reçu",
        "Zustimmung eines Erziehungsberechtigten erhalten",
        "Parental Consent Received",
    ),
    "privacyBlocked": ("Geblokkeerd vanwege privacy", "Confidentialité bloquée", "Datenschutzsperre", "Privacy Blocked"),
}
IS = ("is", "est", "ist", "is")


def said(key: str, expression: str) -> tuple[str, ...]:
    criterion, sentences = criteria()[key], []
    for language in LANGUAGES:
        with translation.override(language):
            sentences.append(criterion.describe(criterion.read(expression)))
    return tuple(sentences)


FURTHER = (
    "interaction",
    "savedView",
    "hasEmail",
    "hasPostalAddress",
    "lastModifiedDateTime",
    "numberOfMailingGroups",
    "numberOfIndustryGroups",
    "numberOfJobResponsibilities",
    "search",
    "segment",
)


@pytest.mark.parametrize("key", LABELS)
def test_every_field_is_called_by_its_name(key: str) -> None:
    expression, shown = {
        "flag": ("1", ("Ja", "Oui", "Ja", "Yes")),
        "choice": ("''", ("leeg", "vide", "leer", "empty")),
    }.get(criteria()[key].kind, ("Gent", ("Gent",) * 4))
    expected = tuple(f"{label} {is_} {value}" for label, is_, value in zip(LABELS[key], IS, shown, strict=True))
    assert said(key, expression) == expected


def test_every_criterion_is_here() -> None:
    assert set(criteria()) == {*LABELS, "mailingGroup", "industryGroup", "jobResponsibility", *FURTHER}


@pytest.mark.parametrize(
    ("expression", "sentences"),
    [
        ("<>Gent", ("Plaats is niet Gent", "Ville n’est pas Gent", "Ort ist nicht Gent", "City is not Gent")),
        ("=@Gent", ("Plaats is Gent", "Ville est Gent", "Ort ist Gent", "City is Gent")),
        ("''", ("Plaats is leeg", "Ville est vide", "Ort ist leer", "City is empty")),
        ("<>*", ("Plaats is leeg", "Ville est vide", "Ort ist leer", "City is empty")),
        ("*", ("Plaats is niet leeg", "Ville n’est pas vide", "Ort ist nicht leer", "City is not empty")),
        ("<>''", ("Plaats is niet leeg", "Ville n’est pas vide", "Ort ist nicht leer", "City is not empty")),
        ("G*", ("Plaats begint met “G”", "Ville commence par « G »", "Ort beginnt mit „G“", "City starts with “G”")),
        (
            "<>G*",
            ("Plaats begint niet met “G”", "Ville ne commence pas par « G »", "Ort beginnt nicht mit „G“", "City does not start with “G”"),
        ),
        ("*e*", ("Plaats bevat “e”", "Ville contient « e »", "Ort enthält „e“", "City contains “e”")),
        ("<>*e*", ("Plaats bevat niet “e”", "Ville ne contient pas « e »", "Ort enthält nicht „e“", "City does not contain “e”")),
        ("?e*", ("Plaats heeft de vorm “?e*”", "Ville a la forme « ?e* »", "Ort hat die Form „?e*“", "City looks like “?e*”")),
        ("*t", ("Plaats heeft de vorm “*t”", "Ville a la forme « *t »", "Ort hat die Form „*t“", "City looks like “*t”")),
        ("A..B", ("Plaats tussen A en B", "Ville entre A et B", "Ort zwischen A und B", "City between A and B")),
        ("A..", ("Plaats vanaf A", "Ville à partir de A", "Ort ab A", "City from A")),
        ("..B", ("Plaats tot en met B", "Ville jusqu’à B inclus", "Ort bis B", "City up to B")),
        (">=A", ("Plaats >= A", "Ville >= A", "Ort >= A", "City >= A")),
        ("A|B", ("Plaats is A of is B", "Ville est A ou est B", "Ort ist A oder ist B", "City is A or is B")),
        (
            "A*&<>AB",
            (
                "Plaats begint met “A” en is niet AB",
                "Ville commence par « A » et n’est pas AB",
                "Ort beginnt mit „A“ und ist nicht AB",
                "City starts with “A” and is not AB",
            ),
        ),
        (
            "A|B&C",
            (
                "Plaats is A of (is B en is C)",
                "Ville est A ou (est B et est C)",
                "Ort ist A oder (ist B und ist C)",
                "City is A or (is B and is C)",
            ),
        ),
        (
            "(A|B)&C",
            (
                "Plaats (is A of is B) en is C",
                "Ville (est A ou est B) et est C",
                "Ort (ist A oder ist B) und ist C",
                "City (is A or is B) and is C",
            ),
        ),
    ],
)
def test_what_an_expression_says(expression: str, sentences: tuple[str, ...]) -> None:
    assert said("city", expression) == sentences


@pytest.mark.parametrize(
    ("expression", "sentences"),
    [
        ("gift", ("in mailinggroep GIFT", "dans le groupe de distribution GIFT", "im Verteiler GIFT", "in mailing group GIFT")),
        (
            "<>gift",
            (
                "niet in mailinggroep GIFT",
                "pas dans le groupe de distribution GIFT",
                "nicht im Verteiler GIFT",
                "not in mailing group GIFT",
            ),
        ),
        ("a|b", ("in mailinggroep A of B", "dans le groupe de distribution A ou B", "im Verteiler A oder B", "in mailing group A or B")),
        (
            "a&b",
            (
                "in mailinggroep A en in mailinggroep B",
                "dans le groupe de distribution A et dans le groupe de distribution B",
                "im Verteiler A und im Verteiler B",
                "in mailing group A and in mailing group B",
            ),
        ),
        (
            "(a|b)&<>c",
            (
                "(in mailinggroep A of B) en niet in mailinggroep C",
                "(dans le groupe de distribution A ou B) et pas dans le groupe de distribution C",
                "(im Verteiler A oder B) und nicht im Verteiler C",
                "(in mailing group A or B) and not in mailing group C",
            ),
        ),
        ("''", ("in geen enkele mailinggroep", "dans aucun groupe de distribution", "in keinem Verteiler", "in no mailing group at all")),
        (
            "*",
            (
                "in een of andere mailinggroep",
                "dans un groupe de distribution, peu importe lequel",
                "in irgendeinem Verteiler",
                "in any mailing group",
            ),
        ),
        ("v*", ("in mailinggroep V*", "dans le groupe de distribution V*", "im Verteiler V*", "in mailing group V*")),
        (
            "a..c",
            (
                "in mailinggroep tussen A en C",
                "dans le groupe de distribution entre A et C",
                "im Verteiler zwischen A und C",
                "in mailing group between A and C",
            ),
        ),
        (">=c", ("in mailinggroep >= C", "dans le groupe de distribution >= C", "im Verteiler >= C", "in mailing group >= C")),
    ],
)
def test_what_an_expression_over_groups_says(expression: str, sentences: tuple[str, ...]) -> None:
    assert said("mailingGroup", expression) == sentences


@pytest.mark.parametrize(
    ("key", "expression", "sentences"),
    [
        ("type", "persoon", ("Type is Persoon", "Type est Personne", "Art ist Person", "Type is Person")),
        ("minor", "<>ja", ("Minderjarig is niet Ja", "Mineur n’est pas Oui", "Minderjährig ist nicht Ja", "Minor is not Yes")),
    ],
)
def test_choices_and_flags_are_said_in_the_reader_s_words(key: str, expression: str, sentences: tuple[str, ...]) -> None:
    assert said(key, expression) == sentences


@pytest.mark.usefixtures("english")
def test_a_selection_is_its_criteria_joined_without_doubt() -> None:
    one = Selection((Chosen("city", "Gent|Luik"),))
    several = Selection((Chosen("city", "Gent|Luik"), Chosen("mailingGroup", "A|B"), Chosen("minor", "no")))
    assert sentence(one) == "City is Gent or is Luik"
    assert sentence(several) == "(City is Gent or is Luik) and (in mailing group A or B) and Minor is No"
    assert sentence(EVERYBODY) == "all contacts"


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "alle contacten"), ("fr", "tous les contacts"), ("de", "alle Kontakte"), ("en", "all contacts")]
)
def test_everybody_is_said_in_so_many_words(language: str, words: str) -> None:
    with translation.override(language):
        assert sentence(EVERYBODY) == words
