import datetime as dt

import pytest
from django.utils import timezone


def lines(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert not response.cookies
    return response.content.decode().splitlines()


def test_robots_keep_out_of_places_of_work_and_find_the_sitemap(client, settings):
    settings.PORTAL_BASE_URL = "https://portal.example.org/"
    found = lines(client, "/robots.txt")
    assert found[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /accounts/", "Disallow: /*/desk/"} <= set(found)
    assert found[-1] == "Sitemap: https://portal.example.org/sitemap.xml"
    assert not any(line.startswith("Disallow: /data") for line in found)


def test_security_txt_has_a_contact_and_ends_within_a_year(client, settings):
    settings.PORTAL_BASE_URL = ""
    settings.PORTAL_CONTACT_EMAIL = "safe@example.org"
    fields = dict(line.split(": ", 1) for line in lines(client, "/.well-known/security.txt"))
    assert fields["Contact"] == "mailto:safe@example.org"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = dt.datetime.fromisoformat(fields["Expires"])
    assert dt.timedelta(days=30) < expires - timezone.now() < dt.timedelta(days=365)


@pytest.mark.parametrize("address", ["/robots.txt", "/.well-known/security.txt"])
def test_nothing_can_be_posted(client, address):
    assert client.post(address).status_code == 405
