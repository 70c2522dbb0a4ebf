from django.apps import AppConfig

from postkring.kit import lookups


class ContactsConfig(AppConfig):
    name = "postkring.contacts"

    def ready(self) -> None:
        lookups.register()
