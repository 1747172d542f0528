from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.access import register_hidden_scopes
from review.registry import Kind, register_automatic_conflicts, register_filter, register_kind


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")

    def ready(self) -> None:
        from cities.countries import country_choices
        from cities.models import JoinRequest, Mandate
        from cities.queries import (
            cities_of_domain,
            hidden_scopes,
            join_entry,
            mandate_entry,
            waiting_joins,
            waiting_mandates,
        )
        from cities.rules import may_verify_joins
        from cities.workflow import WAITING

        register_filter("country", country_choices)
        register_automatic_conflicts(cities_of_domain)
        register_hidden_scopes(hidden_scopes)
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
        register_kind(
            Kind(
                "mandate",
                _("Mandates to verify"),
                Mandate,
                waiting_mandates,
                mandate_entry,
                may_verify_joins,
                "admin:cities_mandate_change",
                waiting=(Mandate.State.SUBMITTED,),
                unanswered=("withdraw",),
                deadline="join_check",
            )
        )
