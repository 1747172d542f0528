"""Page-shaped reads of the public pages, which mix cities, commitments, labels and the framework."""

from portal.queries.choices import filter_choices
from portal.queries.cities import (
    Tally,
    city_facets,
    tallies,
)
from portal.queries.city import EVIDENCE_SHOWN, CityPage, city_page
from portal.queries.explorer import (
    Facets,
    citing,
    commitment_facets,
    row_keys,
    texts_in_force,
    texts_of,
)
from portal.queries.framework import citation_counts, commitments_citing
from portal.queries.home import figures, latest_changes, map_cities, rights_titles
from portal.queries.sitemap import SITEMAP_KINDS, framework_paths, sitemap_parts, sitemap_rows

__all__ = [
    "EVIDENCE_SHOWN",
    "SITEMAP_KINDS",
    "CityPage",
    "Facets",
    "Tally",
    "citation_counts",
    "citing",
    "city_facets",
    "city_page",
    "commitment_facets",
    "commitments_citing",
    "figures",
    "filter_choices",
    "framework_paths",
    "latest_changes",
    "map_cities",
    "rights_titles",
    "row_keys",
    "sitemap_parts",
    "sitemap_rows",
    "tallies",
    "texts_in_force",
    "texts_of",
]
