from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from review.registry import Kind, register_filter, register_kind


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")

    def ready(self) -> None:
        from cities.countries import country_choices
        from cities.models import JoinRequest
        from cities.queries import join_entry, waiting_joins
        from cities.rules import may_verify_joins
        from cities.workflow import WAITING

        register_filter("country", country_choices)
        register_kind(
            Kind(
                "join",
                _("Requests to join"),
                JoinRequest,
                waiting_joins,
                join_entry,
                may_verify_joins,
                "admin:cities_joinrequest_change",
                waiting=WAITING,
                answered=("returned",),
                unanswered=("withdraw",),
                deadline="join_check",
                is_invented=Q(city__origin="sample"),
            )
        )
