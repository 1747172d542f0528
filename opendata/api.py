"""The read API."""

from django.conf import settings
from ninja import NinjaAPI

api = NinjaAPI(title=settings.PORTAL_NAME, version="1", urls_namespace="opendata", openapi_url="openapi.json")
