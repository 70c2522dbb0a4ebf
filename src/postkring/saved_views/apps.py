from django.apps import AppConfig


class SavedViewsConfig(AppConfig):
    name = "postkring.saved_views"
