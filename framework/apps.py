from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrameworkConfig(AppConfig):
    name = "framework"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Framework and rights")

    def ready(self) -> None:
        from framework.queries import policy_area_choices
        from review.registry import register_filter

        register_filter("themes", lambda: policy_area_choices(value="code"))
