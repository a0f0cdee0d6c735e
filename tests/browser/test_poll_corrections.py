"""A poll is put right before everybody's eyes, whichever page they look at."""
# ruff: noqa: F811 - the group is that of test_polls, whose fixture stands in the parameters

from playwright.sync_api import expect

from tests.browser.people import Person, Planned
from tests.browser.test_polls import asks, group, organises, votes  # noqa: F401
from tests.server import Server


def test_an_edit_reaches_an_open_ballot_and_keeps_the_tick_that_still_stands(
    server: Server, group: Planned, ben: Person, asha: Person
) -> None:
    poll = asks(server, group, "Hotle", "Hut")
    asha.enters(group, group["keys"]["Asha"])
    asha.opens_poll(group, poll)
    asha.chooses("Hut")
    ben.enters(group, group["keys"]["Ben"])
    ben.opens_poll(group, poll)
    ben.page.get_by_role("link", name="Change the poll").click()
    ben.page.get_by_label("Options").fill("Hut\nHotel\nTent")
    ben.page.get_by_label("How many may each person choose?").fill("2")
    ben.tap("Save changes")
    expect(asha.poll.locator(".option__text")).to_have_text(["Hut", "Hotel", "Tent"])
    expect(asha.page.get_by_text("Choose up to 2.")).to_be_visible()
    expect(asha.page.get_by_role("checkbox", name="Hut")).to_be_checked()
    expect(asha.news).to_have_text("A poll was changed: “Which dates?”")
    asha.votes_for("Tent")
    expect(asha.poll.locator(".option__mine:visible")).to_have_count(2)


def test_a_deleted_poll_says_so_on_its_page_and_is_gone_from_the_hub(
    server: Server, group: Planned, ben: Person, asha: Person, chloe: Person
) -> None:
    poll = asks(server, group)
    chloe.enters(group, group["keys"]["Chloé"])
    expect(chloe.polls).to_have_count(1)
    asha.enters(group, group["keys"]["Asha"])
    asha.opens_poll(group, poll)
    ben.enters(group, group["keys"]["Ben"])
    ben.opens_poll(group, poll)
    ben.page.get_by_role("link", name="Delete the poll").click()
    dialog = ben.page.get_by_role("dialog", name="Delete the poll?")
    expect(dialog).to_contain_text("It goes from everybody’s page")
    dialog.get_by_role("button", name="Delete the poll").click()
    ben.arrives_at_the_hub()
    expect(chloe.page.locator("poll-view")).to_have_count(0)
    expect(chloe.polls).to_have_count(0)
    first = chloe.page.locator("activity-list li").first
    expect(first).to_contain_text("A poll was deleted: “Which dates?”")
    expect(chloe.page.locator("activity-list a")).to_have_count(0)
    expect(asha.page.get_by_text("This poll was deleted")).to_be_visible()
    expect(asha.vote_button).to_be_hidden()
    asha.page.get_by_role("link", name="Back to the trip").click()
    asha.arrives_at_the_hub()


def test_a_poll_that_opens_again_takes_votes_and_hides_what_it_hid(
    server: Server, group: Planned, ben: Person, asha: Person, chloe: Person
) -> None:
    poll = asks(server, group, results="closed")
    votes(server, group, poll, "Asha", poll["options"][0]["text"])
    organises(server, group, "close-poll", pollId=poll["id"])
    chloe.enters(group, group["keys"]["Chloé"])
    expect(chloe.polls.first).to_contain_text("1 vote")
    asha.enters(group, group["keys"]["Asha"])
    asha.opens_poll(group, poll)
    expect(asha.vote_button).to_be_hidden()
    ben.enters(group, group["keys"]["Ben"])
    ben.opens_poll(group, poll)
    ben.page.get_by_role("link", name="Open the poll again").click()
    ben.tap("Open the poll again")
    expect(ben.page.get_by_role("link", name="Close the poll")).to_be_visible()
    expect(chloe.polls.first.locator(".chip")).to_have_text("Open", use_inner_text=True)
    expect(chloe.polls.first.locator(".option__votes").first).to_be_hidden()
    expect(asha.poll.locator(".option__votes").first).to_be_hidden()
    asha.votes_for(poll["options"][1]["text"])
    first = chloe.page.locator("activity-list li").first
    expect(first).to_contain_text("A poll was opened again: “Which dates?”")


def test_a_ballot_that_counts_again_is_called_a_vote_again(
    server: Server, group: Planned, asha: Person
) -> None:
    poll = asks(server, group)
    votes(server, group, poll, "Asha", poll["options"][0]["text"])
    members = server.call("me", tripId=group["tripId"], memberKey=group["keys"]["Asha"]).json()
    organises(server, group, "remove-member", memberId=members["member"]["id"])
    server.join(group, "Zoë")
    organises(server, group, "close-poll", pollId=poll["id"])
    organises(server, group, "restore-member", memberId=members["member"]["id"])
    asha.enters(group, group["keys"]["Asha"])
    expect(asha.polls.first).not_to_contain_text("your vote", use_inner_text=True)
    organises(server, group, "reopen-poll", pollId=poll["id"])
    expect(asha.polls.first).to_contain_text("your vote", use_inner_text=True)
