import re

from core.codes import ALPHABET, new_code


def test_a_code_has_its_prefix_and_six_unmistakable_signs():
    assert re.fullmatch(rf"HRC-[{ALPHABET}]{{6}}", new_code("HRC"))
    assert not set(ALPHABET) & set("01ILOU")


def test_codes_do_not_repeat():
    assert len({new_code("HRL") for _ in range(5000)}) >= 4995
