"""Tables of the cities app."""

from cities.models.city import City, CityFact, CityQuerySet
from cities.models.joining import JoinRequest, JoinStatusChange
from cities.models.links import MayorLink, MayorLinkQuerySet
from cities.models.mandate import Mandate, MandateStatusChange, ReaffirmLink
from cities.models.people import CityRole, Conflict, Invitation
from cities.models.place import Place, PlaceLoad, PlaceName
from cities.models.recommendation import Recommendation, RecommendationQuerySet
from cities.models.translation import PROFILE_TEXTS, CityTranslation, CityTranslationRelease, CityWord

__all__ = [
    "PROFILE_TEXTS",
    "City",
    "CityFact",
    "CityQuerySet",
    "CityRole",
    "CityTranslation",
    "CityTranslationRelease",
    "CityWord",
    "Conflict",
    "Invitation",
    "JoinRequest",
    "JoinStatusChange",
    "Mandate",
    "MandateStatusChange",
    "MayorLink",
    "MayorLinkQuerySet",
    "Place",
    "PlaceLoad",
    "PlaceName",
    "ReaffirmLink",
    "Recommendation",
    "RecommendationQuerySet",
]
