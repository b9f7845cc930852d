from django.apps import AppConfig


class ChatsConfig(AppConfig):
    """What was said and bought, and who earned it?"""

    name = "chats"
    default_auto_field = "django.db.models.BigAutoField"
