"""Addresses of the public pages, after the language prefix."""

from django.urls import path

from portal.views import cities, commitments
from portal.views.soon import soon

app_name = "portal"

urlpatterns = [
    path("", soon, name="home"),
    path("cities/", cities.cities, name="cities"),
    path("cities/<str:slug>/", cities.city, name="city"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/<str:code>/", soon, name="commitment"),
    path("commitments/<str:code>/v/<str:number>/", soon, name="version"),
    path("commitments/<str:code>/history/", soon, name="history"),
    path("evidence/<uuid:public_id>/", soon, name="evidence"),
    path("framework/", soon, name="framework"),
    path("framework/<str:code>/", soon, name="element"),
    path("rights/", soon, name="rights"),
    path("rights/<str:code>/", soon, name="right"),
    path("labels/", soon, name="labels"),
    path("labels/<str:code>/", soon, name="label"),
    path("process/", soon, name="process"),
    path("privacy/", soon, name="privacy"),
    path("accessibility/", soon, name="accessibility"),
    path("about/", soon, name="about"),
    path("data/", soon, name="open_data"),
]
