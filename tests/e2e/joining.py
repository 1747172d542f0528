"""The main job, first part: a city comes in, and a second person with it."""

from playwright.sync_api import expect

from accounts.models import User
from tests.e2e.people import code_now, fill, fill_date, follow, link_in, mail_to, pdf, press, says
from tests.e2e.people import sign_in as sign_in_as
from tests.e2e.world import EDITOR, LOCAL_NAME, PLACE, Job
from tests.factories.people import PASSWORD


def newcomer_asks_to_join(job: Job, newcomer: User) -> None:
    page = job.page("newcomer")
    page.goto("/en/")
    page.get_by_role("contentinfo").get_by_role("link", name="Register your city").click()
    job.see(page, "Sign in")
    sign_in_as(page, newcomer.email)
    box = page.get_by_role("combobox", name="Name of your municipality")
    box.press_sequentially("mont", delay=10)
    option = page.get_by_role("option", name=LOCAL_NAME)
    option.wait_for()
    job.see(page, "Which municipality")
    option.click()
    expect(box).to_have_value(f"{PLACE}, Styria, Austria")
    press(page, "Find it")
    job.see(page, f"Ask to join for {PLACE}")
    press(page, "Send the request")
    page.get_by_role("alert").wait_for()
    job.see(page, f"Ask to join for {PLACE}")
    fill(page, Your_role="Head of the equality unit", How_can="Switchboard +43 1 2345")
    fill(page, Which_decision="Council decision 12/2026 of 15 January 2026")
    page.get_by_label("That decision as a document").set_input_files(pdf("Beschluss.pdf", "We join"))
    fill_date(page, "The mandate starts on", "1 1 2026")
    fill_date(page, "The mandate ends on", "31 12 2030")
    press(page, "Send the request")
    job.see(page, f"Your request to join for {PLACE}")
    mail_to(newcomer.email, "join_received")


def administrator_accepts(job: Job, administrator: User) -> None:
    page = job.office(administrator)
    job.see(page, "Administration")
    page.locator("main").get_by_role("link", name="Requests to join").first.click()
    job.see(page, "Requests to join")
    follow(page, PLACE)
    job.see(page, f"Request to join: {PLACE}, Austria")
    with page.expect_download() as download:
        follow(page, "Beschluss.pdf")
    assert download.value.suggested_filename == "Beschluss.pdf"
    press(page, "Accept")
    page.get_by_role("alert").wait_for()
    job.see(page, f"Request to join: {PLACE}, Austria")
    tick_all(page)
    press(page, "Accept")
    page.get_by_text("Done:").wait_for()
    job.check(page, "accepted")


def tick_all(page) -> None:
    """Tick the whole checklist of the office."""
    boxes = page.get_by_role("group", name="Checklist").get_by_role("checkbox")
    for box in boxes.all():
        box.check()


def newcomer_sets_up_the_second_step(job: Job, newcomer: User) -> None:
    mail_to(newcomer.email, "join_accepted")
    page = job.page("newcomer")
    page.goto("/en/desk/")
    job.see(page, "Two-step sign-in")
    follow(page, "Set up an app")
    job.see(page, "Confirm that it is you")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Confirm")
    job.see(page, "Set up an authenticator app")
    secret = page.locator("main .mono").inner_text()
    page.get_by_label("Authenticator code").fill(code_now(secret))
    press(page, "Switch on")
    page.wait_for_url("**/recovery-codes/**")
    job.check(page, "recovery codes")
    page.goto("/en/desk/")
    job.see(page, "Your tasks")


def approver_invites_an_editor(job: Job) -> None:
    page = job.page("newcomer")
    follow(page, "Team")
    job.see(page, "Team")
    follow(page, "Invite a person")
    job.see(page, "Invite a person")
    page.get_by_label("E-mail address at work").fill(EDITOR)
    page.get_by_label("Editor").check()
    press(page, "Send the invitation")
    page.get_by_role("heading", name="Invitations").wait_for()
    job.see(page, "Team")


def editor_accepts_the_invitation(job: Job) -> None:
    page, invitation = job.page("editor"), link_in(mail_to(EDITOR, "invitation"))
    page.goto(invitation)
    follow(page, "Create an account")
    job.see(page, "Create an account")
    fill(page, Email=EDITOR, Your_name="Edda Editor")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)
    press(page, "Create account")
    job.see(page, "Confirm your email address")
    page.goto(link_in(mail_to(EDITOR, "")))
    job.see(page, "Confirm Email Address")
    press(page, "Confirm")
    sign_in_as(page, EDITOR)
    job.see(page, "Your tasks")
    says(page, f"{PLACE} invites you")
    page.goto(invitation)
    job.see(page, f"You are invited to act for {PLACE}")
    press(page, "Accept the invitation")
    job.see(page, "Your tasks")
    says(page, "Welcome. You act for")
