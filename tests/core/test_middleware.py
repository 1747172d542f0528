"""Headers on every page; hostile bytes never reach the database."""

import pytest


@pytest.mark.parametrize("query", ["q=%00", "q=%ff%fe", "q=%ed%a0%80", "%00=1"])
@pytest.mark.parametrize("path", ["/en/cities/", "/data/v1/cities", "/accounts/login/"])
def test_bytes_that_are_no_text_get_a_400(db, visitor, path, query):
    response = visitor.generic("GET", path, QUERY_STRING=query)

    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/en/cities/%00/", "/en/commitments/HRC-%00/", "/%00"])
def test_a_nul_byte_in_the_path_gets_a_400(db, visitor, path):
    assert visitor.get(path).status_code == 400


def test_an_ordinary_page_carries_the_headers(db, visitor):
    response = visitor.get("/en/cities/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_pages_of_signed_in_people_are_never_stored(official, client_of):
    assert client_of(official).get("/en/cities/")["Cache-Control"] == "no-store"


def test_error_pages_are_never_stored(db, visitor):
    response = visitor.get("/en/nowhere/")

    assert response.status_code == 404
    assert response["Cache-Control"] == "no-store"


def test_the_root_sends_to_a_language_without_a_cookie(visitor):
    response = visitor.get("/", headers={"accept-language": "fr,en;q=0.5"})

    assert response.url == "/fr/"
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies
