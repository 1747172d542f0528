from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.access import register_hidden_scopes
from core.frozen import freeze_rows
from core.sealing import register_renewals
from review.registry import register_automatic_conflicts, register_city_scopes, register_filter, register_kind


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")

    def ready(self) -> None:
        from accounts.actions import register_after_switch
        from cities.actions import note_lost_approvers
        from cities.countries import country_choices
        from cities.kinds import JOINS, MANDATES
        from cities.models import CityTranslationRelease
        from cities.queries import cities_of_domain, city_scopes, hidden_scopes

        freeze_rows(CityTranslationRelease)
        register_renewals(
            invitation=_("An approver sends a new one on the city's team page."),
            reaffirm_link=_("An approver sends a new one on the city's mandate page."),
        )
        register_filter("country", country_choices)
        register_after_switch(note_lost_approvers)
        register_automatic_conflicts(cities_of_domain)
        register_hidden_scopes(hidden_scopes)
        register_city_scopes(city_scopes)
        register_kind(JOINS)
        register_kind(MANDATES)
