"""What people of the invented office keep for themselves, and what they declared."""

from typing import Any

from cities.actions import declare_conflict
from cities.models import City
from hrcities.demo.story import People
from review.actions import save_view
from review.look import Look


def open_office(row: dict[str, Any], people: People) -> None:
    """Save the views of the queue and declare the conflicts of interest that the story names."""
    for view in row["views"]:
        save_view(by=people[view["by"]], name=view["name"], look=Look(**view["look"]))
    for said in row["conflicts"]:
        city = City.objects.get(name=said["city"], origin=City.Origin.SAMPLE)
        declare_conflict(city=city, by=people[said["by"]], kind=said["kind"], reason=said["reason"])
