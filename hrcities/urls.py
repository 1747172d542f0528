"""All addresses. Pages carry a language prefix, machine addresses do not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from core import branding, health, well_known
from core.theme import choose_theme
from core.views import language_root
from hrcities.styleguide.views import styleguide
from opendata.api import api
from opendata.views import credentials, feeds
from opendata.views.calendar import calendar
from portal.views import embed
from portal.views.sitemap import sitemap

handler400 = "core.errors.bad_request"
handler403 = "core.errors.permission_denied"
handler404 = "core.errors.page_not_found"
handler500 = "core.errors.server_error"

urlpatterns = [
    # First, because most who ask are readers.
    *i18n_patterns(
        path("desk/", include("desk.urls")), path("", include("voices.urls")), path("", include("portal.urls"))
    ),
    path("", language_root, name="language_root"),
    path("theme/", choose_theme, name="theme"),
    path("styleguide/", styleguide, name="styleguide"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("data/", api.urls),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("branding.css", branding.stylesheet, name="branding"),
    path("branding/logo", branding.logo, name="branding_logo"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security_txt"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path(".well-known/did.json", credentials.did, name="did"),
    path("credentials/<str:code>.json", credentials.credential, name="credential"),
    path("credentials/<str:code>.jwt", credentials.credential_jwt, name="credential_jwt"),
    path("credentials/status/<slug:purpose>-<int:number>.json", credentials.status, name="credential_status"),
    path("feeds/all.atom", feeds.all_changes, name="feed_all"),
    path("feeds/commitments.atom", feeds.commitment_changes, name="feed_commitments"),
    path("feeds/cities/<slug:slug>.atom", feeds.city_changes, name="feed_city"),
    path("feeds/applications/<str:reference>.atom", feeds.application_changes, name="feed_application"),
    path("feeds/labels/<str:code>.atom", feeds.label_changes, name="feed_label"),
    path("embed/badge/<str:slug>.svg", embed.badge, name="embed_badge"),
    path("embed/label/<str:code>.svg", embed.label_code, name="embed_label"),
    path("embed/commitment/<str:code>.svg", embed.commitment, name="embed_commitment"),
    path("feeds/calendar/<str:token>.ics", calendar, name="calendar"),
]
