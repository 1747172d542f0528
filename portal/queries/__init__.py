"""Page-shaped reads of the public pages, which mix cities, commitments, labels and the framework."""

from portal.queries.cities import (
    city_facets,
)
from portal.queries.city import EVIDENCE_SHOWN, CityPage, Fact, city_page, public_city
from portal.queries.compare import MOST, Comparison, comparison
from portal.queries.countries import CITIES as CITIES_SHOWN
from portal.queries.countries import cities_of_country, countries_with_cities, latest_in
from portal.queries.explorer import (
    Facets,
    citing,
    commitment_choices,
    commitment_offered,
    texts_of,
)
from portal.queries.framework import citation_counts, commitments_citing
from portal.queries.gaps import Gaps, cities_of, gaps, gaps_of_country, listed_countries
from portal.queries.home import figures, latest_changes, map_cities, rights_titles
from portal.queries.similar import Similar, similar_cities
from portal.queries.sitemap import SITEMAP_KINDS, framework_paths, sitemap_parts, sitemap_rows

__all__ = [
    "CITIES_SHOWN",
    "EVIDENCE_SHOWN",
    "MOST",
    "SITEMAP_KINDS",
    "CityPage",
    "Comparison",
    "Facets",
    "Fact",
    "Gaps",
    "Similar",
    "citation_counts",
    "cities_of",
    "cities_of_country",
    "citing",
    "city_facets",
    "city_page",
    "commitment_choices",
    "commitment_offered",
    "commitments_citing",
    "comparison",
    "countries_with_cities",
    "figures",
    "framework_paths",
    "gaps",
    "gaps_of_country",
    "latest_changes",
    "latest_in",
    "listed_countries",
    "map_cities",
    "public_city",
    "rights_titles",
    "similar_cities",
    "sitemap_parts",
    "sitemap_rows",
    "texts_of",
]
