"""Tables of the cities app."""

from cities.models.city import City, CityFact
from cities.models.joining import JoinRequest, JoinStatusChange, Mandate
from cities.models.links import MayorLink, MayorLinkQuerySet
from cities.models.people import CityRole, Conflict, Invitation
from cities.models.place import Place, PlaceLoad, PlaceName

__all__ = [
    "City",
    "CityFact",
    "CityRole",
    "Conflict",
    "Invitation",
    "JoinRequest",
    "JoinStatusChange",
    "Mandate",
    "MayorLink",
    "MayorLinkQuerySet",
    "Place",
    "PlaceLoad",
    "PlaceName",
]
