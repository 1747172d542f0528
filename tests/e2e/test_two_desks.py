"""Every page of the two desks, as the person it is for: axe, no sideways scroll, no noise, nothing from elsewhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from playwright.sync_api import Page

from commitments.actions import ask_city, write_note
from commitments.models import Indicator, Milestone
from labels.models import Finding, LabelApplication
from review.actions import save_view
from review.look import Look
from tests.authorization.addresses import address
from tests.authorization.world import World, make_world
from tests.desk.sheets.files import download, put, upload
from tests.e2e.people import bring_in
from tests.e2e.test_public_pages import unfold
from tests.factories import make_role
from tests.factories.findings import make_answers

LONG_WORD = "Antidiskriminierungsbeauftragtenstellvertretungsausschusssitzung"
# By the person who opens them; pages that the main job meets anyway are left out.
DESK = {
    "EA": "settings step report report_new evidence evidence_attach evidence_copy copy_commitment sheet mayor confirm"
    " label_statements",
    "PA": "dashboard members hand_over pack mandate mandate_new reaffirm_ask extend close statement_reply log",
    "visitor": "reaffirm sign confirm_link",
}
VOICES = "counter_evidence counter_report sent confirm own withdraw window survey survey_asked survey_answer"
OFFICE = {
    "RV": "review_queueitem participation_counterevidence participation_labelstatement review_deadline cities_conflict",
    "AD": "review_checklistitem core_outboxmail cities_mandate cities_joinrequest",
}


@dataclass
class Visits:
    """A browser for each person, signed in."""

    world: World
    new_page: Callable[..., Page]
    check: Callable[..., None]
    home: str
    pages: dict[str, Page] = field(default_factory=dict)

    def at(self, role: str, path: str) -> None:
        """Open a page, then everything folded on it, and ask how good it is."""
        if role not in self.pages:
            self.pages[role] = self.new_page()
            bring_in(self.pages[role], self.world.browser(role), self.home)
        page = self.pages[role]
        answer = page.goto(path)
        assert answer
        assert (answer.status, "/login/" in page.url) == (200, False), path
        unfold(page)
        self.check(page, path.strip("/").replace("/", "-"))


def test_every_page_of_the_two_desks(new_page, check, live_server):
    world = make_world()
    add_more(world)
    visits = Visits(world, new_page, check, live_server.url)
    for role, path in [*desk_pages(world), *office_pages(world)]:
        visits.at(role, path)
    for role, path in panel_pages(world):
        visits.at(role, path)


def add_more(world: World) -> None:
    """What the pages show beyond the world of the permissions: indicators, a talk, a saved view, long words."""
    for version in (world.draft, world.public.versions.get()):
        figures = {"title": "Desks", "unit": "desks", "baseline": 1, "target": 4, "source": "Register"}
        Indicator.objects.bulk_create([Indicator(version=version, **figures)])
    world.draft_link.title = LONG_WORD
    world.draft_link.save()
    ask_city(obj=world.checking, by=world.people["RV"], text=f"Is this final? {LONG_WORD}")
    write_note(obj=world.checking, by=world.people["RV"], text=f"They rang. {LONG_WORD}")
    save_view(by=world.people["RV"], name=LONG_WORD[:60], look=Look(tab="mine"))


def desk_pages(world: World) -> Iterator[tuple[str, str]]:
    """Who opens which page of the city and of the residents."""
    for role, names in DESK.items():
        yield from ((role, address(f"desk:{name}", world)) for name in names.split())
    code = world.draft.commitment.code
    yield from (
        ("EA", reverse("desk:step", args=[code, part]))
        for part in ("framework", "milestones", "indicators", "recommendations")
    )
    yield "EA", address("desk:recommendation_add", world)
    quick = Milestone.objects.get(version__commitment=world.public).key
    yield "EA", f"{address('desk:report_new', world)}?milestone={quick}"
    yield "EA", differences(world)
    yield "EA", reverse("desk:answer", args=[world.checking.commitment.code])
    yield from (("visitor", address(f"voices:{name}", world)) for name in VOICES.split())
    yield from (("visitor", address(f"portal:{name}", world)) for name in ("statistics", "application", "draw"))


def panel_pages(world: World) -> Iterator[tuple[str, str]]:
    """A case as its panel sees it before and after the answers are in, then the findings as its city sees them."""
    case, criterion = world.panel_case, world.panel_case.scheme.criteria.get()
    yield from (("PM", address(f"desk:{name}", world)) for name in ("panel_case", "panel_answer"))
    seats = list(case.panel.all())
    make_answers(case, by=seats[:1], reasons=LONG_WORD)
    make_answers(case, by=seats[1:], answer="met")
    yield from (("PM", address(f"desk:{name}", world)) for name in ("panel_differences", "panel_finding"))
    Finding.objects.create(
        application=case, criterion=criterion, author=seats[0], answer="partly", reasons=f"We read. {LONG_WORD}"
    )
    LabelApplication.objects.filter(pk=case.pk).update(state="reply")
    make_role(world.people["EA"], case.city)
    yield "EA", reverse("desk:findings", args=[case.city.slug])
    yield "EA", reverse("desk:finding", args=[case.city.slug, criterion.code])


def differences(world: World) -> str:
    """Send a changed spreadsheet; return where its differences stand."""
    editor = world.browser("EA")
    book = download(editor)
    put(book, "commitments", title=f"A desk. {LONG_WORD}")
    return upload(editor, book).headers["Location"]


def office_pages(world: World) -> Iterator[tuple[str, str]]:
    """Who opens which page of the administration."""
    for role, names in OFFICE.items():
        yield from ((role, reverse(f"admin:{name}_changelist")) for name in names.split())
    yield "DE", reverse("admin:review_queueitem_changelist")
    yield "DE", reverse("admin:review_plan")
    yield "RV", reverse("admin:participation_counterevidence_change", args=[world.statement.pk])
    yield "RV", reverse("admin:participation_labelstatement_change", args=[world.case_statement.pk])
    yield "AD", reverse("admin:review_checklistitem_add")
    yield "AD", reverse("admin:cities_recommendation_import")
    change = "admin:commitments_commitmentversion_change"
    for role, version in (("RV", world.checking), ("DE", world.refusal), ("DE", world.submitted)):
        yield role, reverse(change, args=[version.pk])
