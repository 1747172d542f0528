"""From degrees to the map of Europe in static/img/europe.svg.

EPSG:3035, Lambert's azimuthal equal-area projection on the ellipsoid GRS 80, in the frame that docs/sources.md names.
"""

import math
from typing import NamedTuple

WIDTH, HEIGHT = 1000, 828
_A, _F = 6378137.0, 1 / 298.257222101  # GRS80
_E2 = _F * (2 - _F)
_E = math.sqrt(_E2)
_LAT0, _LON0 = math.radians(52), math.radians(10)
_EAST0, _NORTH0 = 4_321_000.0, 3_210_000.0
_X_MIN, _Y_MAX = 2_500_000, 5_450_000
_SCALE = 1000 / 4_950_000


class Point(NamedTuple):
    """A place on the map, in its own units with one decimal."""

    x: float
    y: float


def _q(lat: float) -> float:
    sin = math.sin(lat)
    return (1 - _E2) * (sin / (1 - _E2 * sin**2) - math.log((1 - _E * sin) / (1 + _E * sin)) / (2 * _E))


_QP = _q(math.pi / 2)
_RQ = _A * math.sqrt(_QP / 2)
_BETA0 = math.asin(_q(_LAT0) / _QP)
_D = _A * math.cos(_LAT0) / (math.sqrt(1 - _E2 * math.sin(_LAT0) ** 2) * _RQ * math.cos(_BETA0))


def on_map(lat: float | None, lon: float | None) -> Point | None:
    """Return where a place lies on the map, or None: unknown, or outside the frame (Azores, Canary Islands …)."""
    if lat is None or lon is None:
        return None
    beta = math.asin(max(-1.0, min(1.0, _q(math.radians(lat)) / _QP)))
    east = math.radians(lon) - _LON0
    cosine = math.sin(_BETA0) * math.sin(beta) + math.cos(_BETA0) * math.cos(beta) * math.cos(east)
    if cosine <= -0.99:  # the other side of the globe: the formula divides by zero there
        return None
    b = _RQ * math.sqrt(2 / (1 + cosine))
    x = _EAST0 + b * _D * math.cos(beta) * math.sin(east)
    y = _NORTH0 + b / _D * (math.cos(_BETA0) * math.sin(beta) - math.sin(_BETA0) * math.cos(beta) * math.cos(east))
    point = Point(round((x - _X_MIN) * _SCALE, 1), round((_Y_MAX - y) * _SCALE, 1))
    return point if 0 <= point.x <= WIDTH and 0 <= point.y <= HEIGHT else None
