"""Addresses of the public pages, after the language prefix."""

from django.urls import path

app_name = "portal"

urlpatterns: list = []
