from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "postkring.ledger"
