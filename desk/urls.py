"""Addresses of the desk, after the language prefix."""

from django.urls import path

app_name = "desk"

urlpatterns: list = []
