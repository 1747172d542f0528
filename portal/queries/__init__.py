"""Page-shaped reads of the public pages, which mix cities, commitments, labels and the framework."""

from portal.queries.sitemap import SITEMAP_KINDS, sitemap_parts, sitemap_rows

__all__ = ["SITEMAP_KINDS", "sitemap_parts", "sitemap_rows"]
