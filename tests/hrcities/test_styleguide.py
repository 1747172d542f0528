"""The page of the components: complete, for those who build pages only."""

import re

import pytest

from hrcities.styleguide.views import FOLDER, samples

ADDRESS = "/styleguide/"


def components():
    return [component for rows in samples().values() for component in rows]


def test_every_component_stands_on_the_page():
    files = {path.stem for path in FOLDER.glob("*.html")}
    assert {name for name, _states in components()} == files
    assert len(components()) == len(files)


def test_the_page_draws_each_state_and_says_how_to_include_it(db, visitor, settings):
    settings.DEBUG = True
    response = visitor.get(ADDRESS)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    page = response.content.decode()
    for name, states in components():
        assert f'<h3 id="{name}">' in page
        assert page.count(f"include &quot;components/{name}.html&quot; with") == len(states)
    for drawn in ('<span class="tag warn">', '<div class="field err">', 'class="panel bad"', "<ins>"):
        assert drawn in page


def test_strangers_never_see_it(db, visitor, settings):
    assert settings.DEBUG is False
    assert visitor.get(ADDRESS).status_code == 404
    assert visitor.post(ADDRESS).status_code == 405
    assert "styleguide" not in visitor.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.html")))
def test_every_component_is_described(settings, name):
    """docs/components.md says what each is given."""
    described = (settings.BASE_DIR / "docs/components.md").read_text()
    assert re.search(rf"^\|[^|]*`{name}`", described, re.MULTILINE), name
