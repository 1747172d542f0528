"""The queues on the first page of the administration."""

from commitments.models import CommitmentVersion
from review import registry
from review.registry import Queue, queues_for, register_queue
from tests.factories import make_commitment, make_conflict


def test_each_queue_is_counted_for_its_reader(city, reviewer, administrator):
    make_commitment(city=city, state="submitted")

    mine = {queue["key"]: queue["count"] for queue in queues_for(reviewer)}

    assert mine["versions"] == 1
    assert "versions" not in {queue["key"] for queue in queues_for(administrator)}


def test_a_conflict_is_left_out_of_the_counter(city, reviewer):
    make_commitment(city=city, state="submitted")
    make_conflict(reviewer, city)

    assert {queue["count"] for queue in queues_for(reviewer) if queue["key"] == "versions"} == {0}


def test_the_same_key_replaces_a_queue(monkeypatch, reviewer):
    monkeypatch.setattr(registry, "_queues", {})

    def everything(user):
        return CommitmentVersion.objects.all()

    for label in ("Old", "New"):
        register_queue(Queue("mine", label, everything, lambda user: True, "admin:index"))

    assert queues_for(reviewer) == [{"key": "mine", "label": "New", "url": "/admin/", "count": 0}]
