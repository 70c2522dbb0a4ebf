from django.apps import AppConfig


class ClassificationsConfig(AppConfig):
    name = "postkring.classifications"
