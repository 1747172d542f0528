"""Addresses of the public pages, after the language prefix."""

from django.urls import path

from portal.views import (
    cities,
    commitments,
    compare,
    countries,
    decisions,
    framework,
    gaps,
    home,
    labels,
    pages,
    pdf,
    statistics,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("cities/", cities.cities, name="cities"),
    path("cities.pdf", pdf.cities, name="cities_pdf"),
    path("cities/<str:slug>.pdf", pdf.city, name="city_pdf"),
    path("cities/<str:slug>/", cities.city, name="city"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments.pdf", pdf.commitments, name="commitments_pdf"),
    path("commitments/<str:code>.pdf", pdf.commitment, name="commitment_pdf"),
    path("commitments/<str:code>/v/<str:number>.pdf", pdf.version, name="version_pdf"),
    path("commitments/<str:code>/", commitments.commitment, name="commitment"),
    path("commitments/<str:code>/v/<str:number>/", commitments.version, name="version"),
    path("commitments/<str:code>/history/", commitments.history, name="history"),
    path("evidence/<uuid:public_id>/", commitments.evidence, name="evidence"),
    path("statements/<uuid:public_id>/proof/", commitments.statement_proof, name="statement_proof"),
    path("mandates/<int:pk>/", cities.mandate, name="mandate"),
    path("framework/", framework.framework, name="framework"),
    path("framework/<str:code>/", framework.element, name="element"),
    path("rights/", framework.rights, name="rights"),
    path("rights/<str:code>/", framework.right, name="right"),
    path("labels/", labels.labels, name="labels"),
    path("labels/<str:code>/", labels.label, name="label"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/log/", decisions.log, name="decision_log"),
    path("process/", pages.process, name="process"),
    path("process/<str:code>/", labels.edition, name="edition"),
    path("compare/", compare.compare, name="compare"),
    path("countries/", countries.countries, name="countries"),
    path("countries/<str:iso2>/", countries.country, name="country"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("about/", pages.about, name="about"),
    path("data/", pages.open_data, name="open_data"),
]
