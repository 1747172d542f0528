"""The words by which a city is found, kept in the transaction of each change of its public profile."""

from cities.models import City, CityWord
from cities.queries.translations import words_of_profile


def index_city(city: City) -> None:
    """Write the words of a profile anew; the city is locked. Three queries."""
    CityWord.objects.filter(city=city).delete()
    CityWord.objects.bulk_create(CityWord(city=city, folded=word) for word in words_of_profile(city))
