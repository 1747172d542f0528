import pytest

from cities.domains import domain_of, is_public_provider, looks_like, mixes_scripts


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("Remi@Graz.AT", "graz.at"),
        ("a@b@graz.at.", "graz.at"),
        ("office@xn--mnchen-3ya.de", "münchen.de"),
        ("office@xn--a.de", "xn--a.de"),
        ("nobody", "nobody"),
        ("", ""),
    ],
)
def test_the_domain_of_an_address(email, domain):
    assert domain_of(email) == domain


@pytest.mark.parametrize("domain", ["gmail.com", "web.de", "yahoo.fr", "hotmail.co.uk", "proton.me", "ukr.net"])
def test_public_mail_providers_are_known(domain):
    assert is_public_provider(domain)


@pytest.mark.parametrize("domain", ["graz.at", "live.graz.at.example.org", "stadt.graz.at", "mygmail.com", ""])
def test_a_city_is_no_public_mail_provider(domain):
    assert not is_public_provider(domain)


@pytest.mark.parametrize("domain", ["grаz.at", "γραζ.gr", "софия.bg"])
def test_other_letters_are_told(domain):
    assert mixes_scripts(domain)


@pytest.mark.parametrize("domain", ["graz.at", "münchen.de", "stadt-24.at", "123.at", ""])
def test_latin_letters_are_fine(domain):
    assert not mixes_scripts(domain)


@pytest.mark.parametrize(
    "fake",
    [
        "stadtgraz.com",
        "stadt-graz.at",
        "stadtgrax.at",
        "stadtgra.at",
        "stadtgrazz.at",
        "statdgraz.at",
        "stadtgraż.at",
        "5tadtgraz.at",
    ],
)
def test_domains_that_can_be_mistaken(fake):
    assert looks_like(fake, "stadtgraz.at")
    assert looks_like("stadtgraz.at", fake)


@pytest.mark.parametrize(
    ("domain", "other"),
    [("stadtgraz.at", "stadtgraz.at"), ("wien.at", "bonn.de"), ("linz.at", "lind.at"), ("salzburg.at", "wuerzburg.de")],
)
def test_domains_that_cannot(domain, other):
    assert not looks_like(domain, other)


@pytest.mark.parametrize(("fake", "real"), [("modena.it", "rnodena.it"), ("brux1elle.be", "bruxlelle.be")])
def test_letters_that_look_alike_together(fake, real):
    assert looks_like(fake, real)
