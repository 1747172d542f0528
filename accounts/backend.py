"""The signed-in person arrives with their roles: one query, on every page."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Group
from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import User, rows_of
from core.aggregates import JsonRows
from core.prepared import Given, Prepared


class PortalBackend(AuthenticationBackend):
    """Signs in as django-allauth does; reads whoever is signed in with what `User` would ask for next."""

    def get_user(self, user_id: Any) -> User | None:
        """Return an active person with `role_names` and `city_roles`, or None. One query."""
        found = _with_roles(pk=user_id)
        if not found or not self.user_can_authenticate(found[0]):
            return None
        person = found[0]
        person.role_names = frozenset(person.groups_held or ())
        person.city_roles = {role["city"]: role["role"] for role in person.roles_held or ()}
        return person


@Prepared
def _with_roles() -> QuerySet[User]:
    groups = Group.objects.filter(user=OuterRef("pk")).order_by().values("user").annotate(rows=JsonRows("name"))
    roles = rows_of("role_rows").filter(user=OuterRef("pk"), ended_at=None).values("user")
    roles = roles.annotate(rows=JsonRows(JSONObject(city="city_id", role="role")))
    rows = User.objects.filter(pk=Given("pk", BigIntegerField()))
    return rows.annotate(groups_held=Subquery(groups.values("rows")), roles_held=Subquery(roles.values("rows")))
