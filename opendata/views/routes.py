"""How an address is opened: GET documented, HEAD answered alike."""

from collections.abc import Callable
from typing import Any

from ninja import Router

View = Callable[..., Any]


def get(router: Router, path: str, **documented: Any) -> Callable[[View], View]:
    """Open `path` for GET and HEAD."""

    def opened(view: View) -> View:
        router.api_operation(["HEAD"], path, include_in_schema=False)(view)
        return router.api_operation(["GET"], path, **documented)(view)

    return opened
