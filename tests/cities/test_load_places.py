import pytest
from django.core.management import CommandError, call_command

from cities.models import Place
from tests.cities.test_gazetteer import a_file
from tests.factories import make_place

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    call_command("load_places", *arguments)
    return capsys.readouterr().out


def test_it_loads_a_named_file_and_says_so(tmp_path, capsys):
    path = str(a_file(tmp_path / "big.csv.gz", {}))

    assert run(capsys, "--file", path) == "Gazetteer: 1 places loaded.\n"
    assert run(capsys, "--file", path) == "Gazetteer: nothing has changed.\n"


def test_it_leaves_a_filled_gazetteer_alone_when_asked(capsys):
    make_place("Graz")

    assert run(capsys, "--if-empty") == ""
    assert Place.objects.count() == 1


def test_it_tells_what_is_wrong_with_a_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_places", "--file", str(tmp_path / "none.csv"))
