from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from review.registry import Queue, register_queue


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")

    def ready(self) -> None:
        from cities.queries import join_requests_waiting
        from cities.rules import may_verify_joins

        register_queue(
            Queue(
                "joins",
                _("Requests to join"),
                join_requests_waiting,
                may_verify_joins,
                "admin:cities_joinrequest_changelist",
            )
        )
