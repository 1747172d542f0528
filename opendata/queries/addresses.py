"""Full addresses of pages and records. Reversed once in each process, not once a row."""

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

MARK = "X-X-X"
MARK_NUMBER = "987654321"
NOBODY = "00000000-0000-0000-0000-000000000000"


def base_of(request: HttpRequest) -> str:
    """Return scheme and host of the portal: the ones it is known by, else those of the request."""
    return settings.PORTAL_BASE_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"


@cache
def _path(name: str, *args: str) -> str:
    with translation.override("en"):
        return reverse(name, args=list(args))


class Addresses:
    """Makes full addresses; pages are the English ones, since machine addresses carry no language."""

    def __init__(self, request: HttpRequest) -> None:
        self.base = base_of(request)
        self.city = self._pattern("portal:city", MARK)
        self.city_data = self._pattern("opendata:city", MARK)
        self.commitments_page = self.base + _path("portal:commitments")
        self.commitment = self._pattern("portal:commitment", MARK)
        self.commitment_data = self._pattern("opendata:commitment", MARK)
        self.version = self._pattern("portal:version", MARK, MARK_NUMBER)
        self.version_data = self._pattern("opendata:version", MARK, MARK_NUMBER)
        self.label = self._pattern("portal:label", MARK)
        self.label_data = self._pattern("opendata:label", MARK)
        self.appeal = self._pattern("portal:appeal", MARK)
        self._concern = self.base + _path("portal:concern", MARK, NOBODY)
        self._concern_proof = self.base + _path("portal:concern_proof", MARK, NOBODY)
        self.application = self._pattern("portal:application", MARK)
        self.log_page = self.base + _path("portal:decision_log")
        self.application_data = self._pattern("opendata:application", MARK)
        self.commitments_data = self.base + _path("opendata:commitments")
        self._evidence = self.base + _path("portal:evidence", NOBODY)
        self._statement = self.base + _path("portal:statement_proof", NOBODY)

    def _pattern(self, name: str, *args: str) -> Callable[..., str]:
        before, _mark, after = (self.base + _path(name, *args)).partition(MARK)

        def fill(code: str, number: int | None = None) -> str:
            rest = after if number is None else after.replace(MARK_NUMBER, str(number))
            is_plain = code.isascii() and code.replace("-", "").isalnum()
            return f"{before}{code if is_plain else quote(code)}{rest}"

        return fill

    def evidence(self, public_id: Any) -> str:
        """Return where a public file is downloaded."""
        return self._evidence.replace(NOBODY, str(public_id))

    def concern(self, label: str, reference: str) -> str:
        """Return the page of a concern about a label."""
        return self._concern.replace(MARK, label).replace(NOBODY, reference)

    def concern_proof(self, label: str, reference: str) -> str:
        """Return where the file that proves a concern is downloaded."""
        return self._concern_proof.replace(MARK, label).replace(NOBODY, reference)

    def statement_proof(self, public_id: Any) -> str:
        """Return where the proof of what somebody says is downloaded."""
        return self._statement.replace(NOBODY, str(public_id))
