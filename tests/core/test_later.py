"""Many acts, one bringing up to date at the end."""

import pytest

from core.later import at_the_end, once

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    return []


@pytest.fixture
def write(written):
    return once(written.append)


def test_alone_it_is_written_at_once(write, written):
    write([1, 2])
    assert written == [[1, 2]]


def test_in_a_block_each_key_is_written_once_when_all_is_done(write, written):
    with at_the_end():
        write([1, 2])
        write([2, 3])
        assert written == []
    assert written == [[1, 2, 3]]
    write([4])
    assert written[-1] == [4]


def test_what_fails_writes_nothing_and_leaves_nothing_behind(write, written):
    def fail():
        with at_the_end():
            write([1])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert written == []
    write([2])
    assert written == [[2]]
