"""Addresses of the forms for residents and organisations, after the language prefix. None needs an account."""

from django.urls import path

from voices.views import alerts, appeals, check, concerns, counter, own, survey, window

app_name = "voices"

urlpatterns = [
    path("labels/check/", check.check, name="check_label"),
    path("labels/applications/<str:reference>/statement/", window.statement, name="window"),
    path(
        "commitments/<str:code>/evidence/<uuid:public_id>/counter/", counter.counter_evidence, name="counter_evidence"
    ),
    path("commitments/<str:code>/reports/<int:pk>/counter/", counter.counter_report, name="counter_report"),
    path("statements/sent/", counter.sent, name="sent"),
    path("statements/confirm/<str:token>/", own.confirm, name="confirm"),
    path("statements/own/<str:token>/", own.own, name="own"),
    path("statements/own/<str:token>/withdraw/", own.withdraw, name="withdraw"),
    path("alerts/", alerts.find, name="alerts"),
    path("alerts/new/<str:subject>/", alerts.new, name="alert_new"),
    path("alerts/sent/", alerts.sent, name="alert_sent"),
    path("alerts/confirm/<str:token>/", alerts.confirm, name="alert_confirm"),
    path("alerts/stop/<str:token>/", alerts.stop, name="alert_stop"),
    path("alerts/own/<str:token>/", alerts.own, name="alerts_own"),
    path("labels/<str:code>/concern/", concerns.concern, name="concern"),
    path("concerns/sent/", concerns.concern_sent, name="concern_sent"),
    path("concerns/confirm/<str:token>/", concerns.confirm, name="concern_confirm"),
    path("concerns/own/<str:token>/", concerns.own, name="concern_own"),
    path("concerns/own/<str:token>/withdraw/", concerns.withdraw, name="concern_withdraw"),
    path("concerns/own/<str:token>/appeal/", appeals.concern_appeal, name="concern_appeal"),
    path("concerns/support/<str:token>/", concerns.support, name="concern_support"),
    path("concerns/stand-behind/<str:token>/", concerns.confirm_support, name="concern_support_confirm"),
    path("survey/sent/", survey.survey_sent, name="survey_sent"),
    path("survey/asked/", survey.survey_asked, name="survey_asked"),
    path("survey/<str:token>/", survey.survey, name="survey"),
    path("survey/<str:token>/<str:code>/", survey.survey_answer, name="survey_answer"),
]
