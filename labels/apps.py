from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from review.registry import Queue, register_queue


class LabelsConfig(AppConfig):
    name = "labels"
    verbose_name = _("Label")

    def ready(self) -> None:
        from labels.queries import applications_waiting
        from labels.rules import may_see_applications

        register_queue(
            Queue(
                "labels",
                _("Label applications"),
                applications_waiting,
                may_see_applications,
                "admin:labels_labelapplication_changelist",
            )
        )
