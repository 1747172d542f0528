"""Page-shaped reads of the public pages, which mix cities, commitments, labels and the framework."""

from portal.queries.choices import filter_choices
from portal.queries.cities import (
    STATUS_COMMITTED,
    STATUS_COMPILED,
    STATUS_INTERESTED,
    STATUS_LABEL,
    Tally,
    city_list,
    country_options,
    named_like,
    tallies,
    with_status,
)
from portal.queries.city import EVIDENCE_SHOWN, CityPage, city_page
from portal.queries.explorer import (
    citing,
    in_countries,
    listed_commitments,
    of_city_named,
    texts_of,
    with_progress,
    with_text,
)
from portal.queries.framework import citation_counts, commitments_citing
from portal.queries.home import figures, latest_changes, map_cities, rights_titles
from portal.queries.sitemap import SITEMAP_KINDS, sitemap_parts, sitemap_rows

__all__ = [
    "EVIDENCE_SHOWN",
    "SITEMAP_KINDS",
    "STATUS_COMMITTED",
    "STATUS_COMPILED",
    "STATUS_INTERESTED",
    "STATUS_LABEL",
    "CityPage",
    "Tally",
    "citation_counts",
    "citing",
    "city_list",
    "city_page",
    "commitments_citing",
    "country_options",
    "figures",
    "filter_choices",
    "in_countries",
    "latest_changes",
    "listed_commitments",
    "map_cities",
    "named_like",
    "of_city_named",
    "rights_titles",
    "sitemap_parts",
    "sitemap_rows",
    "tallies",
    "texts_of",
    "with_progress",
    "with_status",
    "with_text",
]
