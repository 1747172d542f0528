import pytest
from django.urls import reverse

from cities.actions import resend_join
from cities.models import City, JoinRequest, Mandate
from core.models import AuditEvent
from tests.cities.conftest import ALL_TICKS, answers
from tests.factories import make_city, make_conflict, make_join_request, make_place, make_user

pytestmark = pytest.mark.django_db


def page(asked):
    return reverse("admin:cities_joinrequest_change", args=[asked.pk])


def decide(client, asked, name, **data):
    return client.post(reverse("admin:cities_joinrequest_decide", args=[asked.pk, name]), data)


def document(asked):
    return reverse("admin:cities_joinrequest_document", args=[asked.pk])


def words(response):
    return response.content.decode()


# --- The page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["administrator", "reviewer", "decider"])
def test_the_office_sees_facts_warnings_and_checks(request, client_of, ask, graz, who):
    asked = ask(place=graz, work_email="remi@gmail.com")
    response = client_of(request.getfixturevalue(who)).get(page(asked))

    assert response.status_code == 200
    text = words(response)
    for expected in ("Graz, Styria", "Head of the equality unit", "Switchboard of the town hall", asked.mandate_sha256):
        assert expected in text
    assert "Anybody can get an address at gmail.com" in text
    assert "I reached the applicant through an official contact channel" in text
    assert document(asked) in text


def test_an_ordinary_request_says_that_nothing_was_found(client_of, administrator, resident, ask, graz):
    text = words(client_of(administrator).get(page(ask(place=graz, work_email=resident.email))))

    assert "Nothing unusual was found by machine" in text


def test_hostile_answers_are_shown_as_text(client_of, administrator, ask, graz):
    asked = ask(place=graz, job_title="<script>alert(1)</script>", mandate_title='"><img src=x>')

    text = words(client_of(administrator).get(page(asked)))

    assert "<script>alert(1)" not in text
    assert "<img src=x>" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("who", ["resident", "official", "approver"])
def test_others_do_not_get_in(request, client_of, asked, who):
    client = client_of(request.getfixturevalue(who))

    for url in (page(asked), document(asked), reverse("admin:cities_joinrequest_changelist")):
        assert client.get(url).status_code in (302, 403, 404)
    assert decide(client, asked, "accept", ticks=ALL_TICKS).status_code in (302, 403, 404)
    asked.refresh_from_db()
    assert asked.state == "submitted"


def test_a_visitor_is_sent_to_the_sign_in(visitor, asked):
    for url in (page(asked), document(asked)):
        response = visitor.get(url)
        assert (response.status_code, "login" in response.url) == (302, True)


# --- Deciding -----------------------------------------------------------------------------------------


def test_accepting_makes_the_city(client_of, administrator, asked):
    response = decide(client_of(administrator), asked, "accept", ticks=ALL_TICKS, note="Called.")

    assert response.status_code == 302
    city = City.objects.get(slug="at-graz")
    assert city.membership == "committed"
    text = words(client_of(administrator).get(page(asked)))
    assert "City joined: Ada Administrator" in text
    assert "Called." in text


def test_a_missing_tick_is_told_and_the_others_stay_ticked(client_of, administrator, asked):
    response = decide(client_of(administrator), asked, "accept", ticks=ALL_TICKS[:2], note="Almost.")

    assert response.status_code == 200
    text = words(response)
    assert "Not ticked yet" in text
    assert text.count("checked") >= 2
    assert "Almost." in text
    assert not City.objects.exists()


@pytest.mark.parametrize(("name", "state"), [("return_for_changes", "returned"), ("refuse", "refused")])
def test_asking_back_and_refusing_need_words_but_no_ticks(client_of, administrator, asked, name, state):
    client = client_of(administrator)
    assert "Write the reason." in words(decide(client, asked, name))

    assert decide(client, asked, name, note="Which office?").status_code == 302
    asked.refresh_from_db()
    assert asked.state == state


def test_who_reads_an_old_page_decides_nothing(client_of, administrator, asked, resident, graz):
    client = client_of(administrator)
    seen = client.get(page(asked)).context["decision_form"]["seen"].value()
    JoinRequest.objects.filter(pk=asked.pk).update(state="returned")
    asked.refresh_from_db()
    from_desk = answers(mandate_file=None, job_title="Cleaner")
    resend_join(join_request=asked, by=resident, place=graz, **from_desk)

    response = decide(client, asked, "accept", ticks=ALL_TICKS, seen=seen)

    assert "changed since you opened the page" in words(response)
    assert not City.objects.exists()


@pytest.mark.parametrize("name", ["withdraw", "submit", "nothing"])
def test_other_steps_are_no_addresses_here(client_of, administrator, asked, name):
    assert decide(client_of(administrator), asked, name).status_code == 404


def test_a_get_decides_nothing(client_of, administrator, asked):
    url = reverse("admin:cities_joinrequest_decide", args=[asked.pk, "refuse"])

    assert client_of(administrator).get(url).status_code == 405


def test_deciding_twice_is_told(client_of, administrator, asked):
    client = client_of(administrator)
    decide(client, asked, "accept", ticks=ALL_TICKS)

    response = decide(client, asked, "refuse", note="No.")
    assert response.status_code == 200
    assert "no longer possible" in words(response)


def test_a_request_is_neither_added_nor_deleted_nor_edited_by_hand(client_of, administrator, asked):
    client = client_of(administrator)

    assert client.get(reverse("admin:cities_joinrequest_add")).status_code == 403
    assert client.post(reverse("admin:cities_joinrequest_delete", args=[asked.pk]), {"post": "yes"}).status_code == 403
    client.post(page(asked), {"state": "accepted"})
    asked.refresh_from_db()
    assert asked.state == "submitted"


# --- Conflicts ----------------------------------------------------------------------------------------


def test_a_hard_conflict_hides_page_document_and_counter(client_of, reviewer, asked, graz):
    make_conflict(reviewer, make_city(place=graz))
    client = client_of(reviewer)

    assert client.get(page(asked)).status_code in (302, 404)
    assert client.get(document(asked)).status_code == 404
    assert decide(client, asked, "accept", ticks=ALL_TICKS).status_code == 404
    assert "Graz" not in words(client.get(reverse("admin:cities_joinrequest_changelist"), {"show": "all"}))
    asked.refresh_from_db()
    assert asked.state == "submitted"


# --- Documents ----------------------------------------------------------------------------------------


def body(response):
    return b"".join(response.streaming_content)


def test_the_document_is_sent_as_a_download_only(client_of, administrator, asked):
    response = client_of(administrator).get(document(asked))

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert body(response).startswith(b"%PDF")


def test_a_document_with_a_strange_name_is_unknown_bytes(client_of, administrator):
    asked = make_join_request(make_user(), mandate_file_name="x\r\ny.html")

    response = client_of(administrator).get(document(asked))
    assert response["Content-Type"] == "application/octet-stream"
    assert "\r" not in response["Content-Disposition"]
    assert body(response)


@pytest.mark.parametrize("pk", [0, 10**30])
def test_unknown_numbers_are_not_found(client_of, administrator, pk):
    for name in ("joinrequest_document", "mandate_document"):
        assert client_of(administrator).get(reverse(f"admin:cities_{name}", args=[pk])).status_code == 404


def test_the_mandate_on_file_is_read_by_the_office_without_conflict(
    client_of, administrator, reviewer, asked, official
):
    decide(client_of(administrator), asked, "accept", ticks=ALL_TICKS)
    mandate = Mandate.objects.get()
    url = reverse("admin:cities_mandate_document", args=[mandate.pk])

    assert body(client_of(reviewer).get(url)).startswith(b"%PDF")
    listed = reverse("admin:cities_mandate_changelist")
    assert "Decision of the council" in words(client_of(reviewer).get(listed))
    assert url in words(client_of(reviewer).get(reverse("admin:cities_mandate_change", args=[mandate.pk])))
    make_conflict(reviewer, City.objects.get(slug="at-graz"))
    assert client_of(reviewer).get(url).status_code == 404
    assert "Decision of the council" not in words(client_of(reviewer).get(listed))
    assert client_of(official).get(url).status_code in (302, 403)


def test_a_mandate_without_a_document_is_not_found(client_of, administrator, city):
    mandate = Mandate.objects.create(city=city, title="x", starts_on="2026-01-01", ends_on="2027-01-01")
    client = client_of(administrator)

    assert client.get(reverse("admin:cities_mandate_document", args=[mandate.pk])).status_code == 404
    assert client.get(reverse("admin:cities_mandate_change", args=[mandate.pk])).status_code == 200


# --- The list -----------------------------------------------------------------------------------------


def test_the_list_shows_what_waits_unless_asked_for_more(client_of, administrator):
    for number, state in enumerate(JoinRequest.State.values):
        make_join_request(make_user(), place=make_place(f"Place-{number}-{state}"), state=state)
    client = client_of(administrator)
    url = reverse("admin:cities_joinrequest_changelist")

    def shown(show):
        text = words(client.get(url, {"show": show} if show else {}))
        return {state for state in JoinRequest.State.values if f"-{state}<" in text}

    assert shown("") == shown("unknown") == {"submitted"}
    assert shown("returned") == {"returned"}
    assert shown("decided") == {"accepted", "refused", "withdrawn"}
    assert shown("all") == set(JoinRequest.State.values)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_three(client_of, administrator, django_assert_num_queries, rows):
    for _number in range(rows):
        make_join_request(make_user())
    client = client_of(administrator)
    client.get(reverse("admin:cities_joinrequest_changelist"))

    with django_assert_num_queries(4):
        assert client.get(reverse("admin:cities_joinrequest_changelist")).status_code == 200


@pytest.mark.parametrize("query", [{"q": "%' OR 1"}, {"q": "9" * 5000}, {"p": "9" * 50}, {"o": "99"}, {"show": "💥"}])
def test_hostile_queries_never_break_the_list(client_of, administrator, asked, query):
    response = client_of(administrator).get(reverse("admin:cities_joinrequest_changelist"), query)

    assert response.status_code in (200, 302)


def test_a_refused_look_is_in_the_log(client_of, reviewer, asked, graz):
    make_conflict(reviewer, make_city(place=graz))
    client_of(reviewer).get(document(asked))

    assert AuditEvent.objects.filter(action="refused").exists()
