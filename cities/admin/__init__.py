"""Staff's workplace for cities: importing it registers every page."""

from cities.admin.joining import JoinRequestAdmin
from cities.admin.mandates import MandateAdmin
from cities.admin.people import CityRoleAdmin, ConflictAdmin, InvitationAdmin
from cities.admin.places import CityAdmin, PlaceAdmin
from cities.admin.recommendations import RecommendationAdmin

__all__ = [
    "CityAdmin",
    "CityRoleAdmin",
    "ConflictAdmin",
    "InvitationAdmin",
    "JoinRequestAdmin",
    "MandateAdmin",
    "PlaceAdmin",
    "RecommendationAdmin",
]
