"""One way per act of the permission table to try it through its door. Each returns whether it happened."""

from tests.authorization.probes import alerts, cities, commitments, concerns, office, panel, queue, statements

PROBES = {
    **alerts.PROBES,
    **cities.PROBES,
    **commitments.PROBES,
    **concerns.PROBES,
    **office.PROBES,
    **panel.PROBES,
    **queue.PROBES,
    **statements.PROBES,
}
