import pytest

from portal.projection import on_map

# The test points of europe_projection.json: latitude, longitude, x, y.
POINTS = {
    "Vienna": (48.20849, 16.37208, 463.5, 533.6),
    "Barcelona": (41.38879, 2.15899, 235.1, 683.6),
    "Lund": (55.70584, 13.19321, 408.4, 368.3),
    "Lisbon": (38.72509, -9.1498, 33.3, 707.6),
    "Nicosia": (35.17284, 33.35397, 794.8, 763.6),
    "Helsinki": (60.16952, 24.93545, 534.4, 251.3),
    "Valletta": (35.89968, 14.5148, 451.0, 810.4),
    "Reykjavik": (64.13548, -21.89541, 65.2, 109.2),
}


@pytest.mark.parametrize(("lat", "lon", "x", "y"), POINTS.values(), ids=POINTS)
def test_the_published_points_lie_where_they_should(lat, lon, x, y):
    assert on_map(lat, lon) == (x, y)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(38.72, -27.22), (28.12, -15.43), (-21.1, 55.5), (-52, -170), (90, 0), (-90, 0), (None, 3.0), (3.0, None)],
)
def test_places_outside_the_frame_are_left_out(lat, lon):
    assert on_map(lat, lon) is None
