"""How an address is opened: GET documented, HEAD answered alike."""

from collections.abc import Callable
from typing import Any

from ninja import Router

View = Callable[..., Any]


def get(router: Router, path: str, *, also: str = "", **documented: Any) -> Callable[[View], View]:
    """Open `path` for GET and HEAD.

    Args:
        router: where.
        path: the address that is documented.
        also: a second address that answers the same, for those who know the neighbours of the first.
        documented: what the description of the API says of it.
    """

    def opened(view: View) -> View:
        if also:
            name = f"{documented['url_name']}_also"
            router.api_operation(["GET", "HEAD"], also, url_name=name, include_in_schema=False)(view)
        router.api_operation(["HEAD"], path, include_in_schema=False)(view)
        return router.api_operation(["GET"], path, **documented)(view)

    return opened
