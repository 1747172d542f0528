"""What every probe needs: addresses, a browser per role, a POST as somebody would send it."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from labels.models import LabelApplication
from tests.authorization.world import World
from tests.factories import make_conflict
from tests.pages import read, read_form

Probe = Callable[[World, str], bool]


def desk(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=args)


def decide(obj: Any, name: str) -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_decide", args=[obj.pk, name])


def change(obj: Any) -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def panel_of(world: World, name: str, *args: Any) -> str:
    """Return an address of the panel's desk, after the world's panel was given a case of city A."""
    LabelApplication.objects.filter(pk=world.application.pk).update(state="withdrawn")
    LabelApplication.objects.filter(pk=world.panel_case.pk).update(city=world.city)
    make_conflict(world.people["PM conflict"], world.city)
    return desk(name, world.panel_case.reference, *args)


def opens(world: World, role: str, *addresses: str) -> bool:
    browser = world.browser(role)
    return all(read(browser, address) == 200 for address in addresses)


def send(world: World, role: str, address: str, *, like: str = "", having: str = "", **changes: Any) -> Client:
    """POST as `role`. With `like`, the form is first read by a person of that role: the refusal is the POST's own."""
    values: dict[str, Any] = read_form(world.browser(like).get(address).content.decode(), having) if like else {}
    browser = world.browser(role)
    browser.post(address, values | changes)
    return browser
