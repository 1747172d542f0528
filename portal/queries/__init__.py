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
from portal.queries.explorer import citing, of_city_named, with_text
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
    "citing",
    "city_list",
    "city_page",
    "country_options",
    "filter_choices",
    "named_like",
    "of_city_named",
    "sitemap_parts",
    "sitemap_rows",
    "tallies",
    "with_status",
    "with_text",
]
