from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "postkring.accounts"
