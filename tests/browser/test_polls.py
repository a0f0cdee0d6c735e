"""The group decides: one question, one vote each, and the same result before all eyes."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import Meet, Person, Planned, Poll
from tests.browser.test_everywhere import RULES_IN, axe_faults
from tests.server import Server

FRIENDS = ["Asha", "Chloé", "李小龍", "Dev"]
DATES = ["12–15 December", "19–22 December"]
RENEWED_WITHIN_S = 15  # a hub without JavaScript
TOLD_WITHIN_S = 8  # hidden votes, after a random while
WIDTH = 360
LEAST_TARGET_PX = 44
A_TALLY = re.compile(r'"tally": *{')
HOSTILE = ["<img src=x onerror=alert(1)>", "W" * 80, "عائشة", "😀🌴🚀" * 9, "</script>"]


@pytest.fixture
def group(server: Server, trip: Planned) -> dict[str, Any]:
    """Ben and his four friends; `keys` has what each enters with."""
    keys = {name: server.join(trip, name)["memberKey"] for name in FRIENDS}
    return {**trip, "keys": {"Ben": trip["adminId"], **keys}}


def organises(server: Server, group: Planned, call: str, **body: Any) -> dict[str, Any]:
    answer = server.call(call, tripId=group["tripId"], adminId=group["adminId"], **body)
    answer.raise_for_status()
    done: dict[str, Any] = answer.json()
    return done


def asks(server: Server, group: Planned, *options: str, **terms: Any) -> Poll:
    """Ben opens a poll."""
    texts = [*options] or DATES
    opened = organises(server, group, "open-poll", question="Which dates?", options=texts, **terms)
    poll: Poll = opened["poll"]
    return poll


def votes(server: Server, group: Planned, poll: Poll, name: str, text: str) -> None:
    """Somebody votes from elsewhere."""
    chosen = [option["id"] for option in poll["options"] if option["text"] == text]
    ballot = {"pollId": poll["id"], "options": chosen, "optionsVersion": poll["optionsVersion"]}
    answer = server.call("vote", tripId=group["tripId"], memberKey=group["keys"][name], **ballot)
    answer.raise_for_status()


def stands_at_the_ballot(person: Person, group: Planned, poll: Poll, name: str) -> None:
    person.enters(group, group["keys"][name])
    person.opens_poll(group, poll)


def votes_of(place: Locator, option: str) -> Locator:
    return place.locator(".option", has_text=option).locator(".option__votes")


def reads(place: Locator, words: str, within_s: float = 5) -> None:
    """What can be seen there, without the words for other moments that wait hidden."""
    expect(place).to_contain_text(words, use_inner_text=True, timeout=within_s * 1000)


def tally_shown_to(server: Server, group: Planned, name: str) -> dict[str, int]:
    key = group["keys"][name]
    answer = server.call("polls", tripId=group["tripId"], memberKey=key).json()
    (poll,), (view,) = answer["polls"], answer["views"]
    texts = {option["id"]: option["text"] for option in poll["options"]}
    return {texts[id]: count for id, count in (poll["tally"] or view["tally"]).items()}


def test_five_friends_in_five_browsers_decide_on_dates(
    server: Server, group: Planned, ben: Person, asha: Person, chloe: Person, meet: Meet
) -> None:
    long, dev = meet(java_script_enabled=False), meet()
    dev.cannot_use_sockets()
    dev.tries_again_at_once()
    cast = {"Ben": ben, "Asha": asha, "Chloé": chloe, "Dev": dev}
    for name, person in cast.items():
        person.enters(group, group["keys"][name])
    poll = asks(server, group)
    long.enters_by_pasting(group["keys"]["李小龍"])
    for person, dates in zip([*cast.values(), long], [*DATES, *DATES, DATES[1]], strict=True):
        person.polls.get_by_role("link", name="Vote Which dates?").click()
        person.votes_for(dates)
        person.page.get_by_role("link", name="Back to Goa").click()
    organises(server, group, "close-poll", pollId=poll["id"])
    for person in (*cast.values(), long):
        reads(person.polls, "Decided: 19–22 December", within_s=RENEWED_WITHIN_S)
        expect(votes_of(person.polls, DATES[0])).to_have_text("2 votes")
        expect(votes_of(person.polls, DATES[1])).to_have_text("3 votes")
    assert dev.doors[-1] == "stream"
    for name in group["keys"]:
        assert tally_shown_to(server, group, name) == {DATES[0]: 2, DATES[1]: 3}


def test_ben_opens_a_poll_and_it_appears_on_the_hub_of_everybody(
    group: Planned, ben: Person, asha: Person
) -> None:
    asha.enters(group, group["keys"]["Asha"])
    expect(asha.polls).to_have_count(0)
    ben.enters(group, group["adminId"])
    ben.tap("Start Poll")
    ben.page.get_by_label("What is left to decide?").fill("Which dates?")
    ben.page.get_by_label("Options").fill("\n".join(DATES))
    ben.tap("Open the poll")
    expect(ben.page.get_by_role("heading", name="Which dates?")).to_be_visible()
    expect(asha.polls.get_by_role("heading", name="Which dates?")).to_be_visible()
    expect(asha.polls.locator(".option__text")).to_have_text(DATES)
    expect(asha.news).to_have_text("A poll is open: “Which dates?”")


def test_a_vote_is_seen_by_the_others_within_a_second(
    server: Server, group: Planned, asha: Person, chloe: Person
) -> None:
    poll = asks(server, group)
    stands_at_the_ballot(asha, group, poll, "Asha")
    chloe.enters(group, group["keys"]["Chloé"])
    asha.votes_for(DATES[0])
    reads(chloe.polls, "1 of 5 has voted", within_s=1)
    expect(votes_of(chloe.polls, DATES[0])).to_have_text("1 vote", timeout=1_000)
    expect(chloe.news).to_have_text("1 of 5 has voted.")


def test_a_vote_is_changed_and_withdrawn_and_leaves_no_choice_behind(
    server: Server, group: Planned, asha: Person
) -> None:
    stands_at_the_ballot(asha, group, asks(server, group), "Asha")
    asha.votes_for(DATES[0])
    asha.votes_for(DATES[1])
    expect(votes_of(asha.poll, DATES[0])).to_have_text("0 votes")
    expect(votes_of(asha.poll, DATES[1])).to_have_text("1 vote")
    asha.chooses(DATES[0])
    asha.tap("Withdraw my vote")
    reads(asha.poll, "0 of 5 have voted")
    expect(asha.page.get_by_role("button", name="Vote", exact=True)).to_be_enabled()
    for date in DATES:
        expect(asha.page.get_by_label(date)).not_to_be_checked()


def test_a_hub_that_the_browser_kept_asks_nobody_to_vote_twice(
    server: Server, group: Planned, asha: Person
) -> None:
    poll = asks(server, group)
    asha.enters(group, group["keys"]["Asha"])
    votes(server, group, poll, "Asha", DATES[0])
    reads(asha.polls, "1 of 5 has voted")
    expect(asha.polls.get_by_role("link", name="Vote Which dates?")).to_be_visible()
    asha.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(asha.page.get_by_role("link", name="Change your vote")).to_be_visible()


def test_an_option_that_comes_while_somebody_chooses_leaves_the_choice_and_the_focus(
    server: Server, group: Planned, asha: Person
) -> None:
    poll = asks(server, group)
    stands_at_the_ballot(asha, group, poll, "Asha")
    asha.chooses(DATES[0])
    asha.page.get_by_label(DATES[0]).focus()
    organises(server, group, "add-option", pollId=poll["id"], text="2–5 January")
    expect(asha.page.get_by_label("2–5 January")).to_be_visible()
    expect(asha.page.get_by_label(DATES[0])).to_be_checked()
    expect(asha.page.get_by_label(DATES[0])).to_be_focused()
    asha.votes_for()
    expect(votes_of(asha.poll, DATES[0])).to_have_text("1 vote")


def test_an_option_that_the_page_has_not_heard_of_is_shown_before_the_vote_counts(
    server: Server, group: Planned, asha: Person
) -> None:
    poll = asks(server, group)
    stands_at_the_ballot(asha, group, poll, "Asha")
    asha.cannot_use_sockets()
    asha.context.route("**/events?*", lambda route: route.abort())
    asha.page.reload()
    asha.chooses(DATES[0])
    organises(server, group, "add-option", pollId=poll["id"], text="2–5 January")
    asha.vote_button.click()
    expect(asha.page.get_by_text("The poll has changed meanwhile.")).to_be_focused()
    expect(asha.page.get_by_label("2–5 January")).to_be_visible()
    expect(asha.page.get_by_label(DATES[0])).to_be_checked()
    reads(asha.poll, "0 of 5 have voted")
    asha.votes_for()


def test_hidden_votes_come_to_those_who_have_voted_and_to_nobody_else(
    server: Server, group: Planned, asha: Person, chloe: Person
) -> None:
    poll = asks(server, group, results="voted")
    stands_at_the_ballot(asha, group, poll, "Asha")
    stands_at_the_ballot(chloe, group, poll, "Chloé")
    asha.votes_for(DATES[0])
    votes(server, group, poll, "Dev", DATES[0])
    expect(votes_of(asha.poll, DATES[0])).to_have_text("2 votes", timeout=TOLD_WITHIN_S * 1000)
    reads(chloe.poll, "2 of 5 have voted")
    reads(chloe.poll, "You see the votes once you have voted.")
    chloe.page.reload()
    expect(votes_of(chloe.poll, DATES[0])).to_be_hidden()
    assert not A_TALLY.search(chloe.page.content())
    chloe.votes_for(DATES[1])
    assert A_TALLY.search(chloe.page.content())
    expect(votes_of(chloe.poll, DATES[0])).to_have_text("2 votes")


def test_votes_hidden_until_the_end_are_in_no_page_and_no_frame_before(
    server: Server, group: Planned, asha: Person
) -> None:
    poll = asks(server, group, results="closed")
    stands_at_the_ballot(asha, group, poll, "Asha")
    asha.votes_for(DATES[0])
    votes(server, group, poll, "Dev", DATES[0])
    reads(asha.poll, "2 of 5 have voted")
    reads(asha.poll, "The votes are shown when the poll closes.")
    expect(votes_of(asha.poll, DATES[0])).to_be_hidden()
    assert not A_TALLY.search(asha.page.content())
    assert ["tally" in frame["data"]["poll"] for frame in asha.witnessed("frames")] == [False]
    organises(server, group, "close-poll", pollId=poll["id"])
    expect(votes_of(asha.poll, DATES[0])).to_have_text("2 votes")


def test_a_poll_pauses_when_somebody_leaves_and_goes_on_when_the_group_is_complete(
    server: Server, group: Planned, asha: Person
) -> None:
    poll = asks(server, group)
    stands_at_the_ballot(asha, group, poll, "Asha")
    asha.votes_for(DATES[0])
    asha.chooses(DATES[1])
    server.call("leave", tripId=group["tripId"], memberKey=group["keys"]["Dev"])
    reads(asha.poll, "Paused while fewer than 5 people are in. Votes are kept.")
    expect(asha.vote_button).to_be_disabled()
    server.join(group, "Zoë")
    expect(asha.vote_button).to_be_enabled()
    expect(asha.page.get_by_label(DATES[1])).to_be_checked()
    expect(votes_of(asha.poll, DATES[0])).to_have_text("1 vote")


def test_closing_asks_first_and_shows_the_result_everywhere(
    server: Server, group: Planned, ben: Person, asha: Person, chloe: Person
) -> None:
    poll = asks(server, group)
    votes(server, group, poll, "Dev", DATES[0])
    stands_at_the_ballot(asha, group, poll, "Asha")
    asha.chooses(DATES[1])
    chloe.enters(group, group["keys"]["Chloé"])
    stands_at_the_ballot(ben, group, poll, "Ben")
    ben.page.get_by_role("link", name="Close the poll").click()
    ben.page.get_by_role("dialog").get_by_role("button", name="Close the poll").click()
    for person in (ben, asha, chloe):
        reads(person.poll, "Decided: 12–15 December")
        reads(person.poll, "1 person voted")
    expect(asha.vote_button).to_be_hidden()
    expect(asha.page.get_by_label(DATES[1])).not_to_be_checked()
    expect(chloe.page.get_by_role("link", name="See the result")).to_be_visible()


def test_a_tie_is_shown_as_a_tie_and_the_organiser_picks(
    server: Server, group: Planned, ben: Person, asha: Person
) -> None:
    poll = asks(server, group)
    votes(server, group, poll, "Chloé", DATES[0])
    votes(server, group, poll, "Dev", DATES[1])
    stands_at_the_ballot(ben, group, poll, "Ben")
    asha.enters(group, group["keys"]["Asha"])
    organises(server, group, "close-poll", pollId=poll["id"])
    reads(asha.polls, "A tie. An organiser picks what it shall be.")
    ben.page.get_by_role("link", name=f"Pick {DATES[1]}").click()
    dialog = ben.page.get_by_role("dialog", name=f"Pick {DATES[1]}?")
    expect(dialog).to_contain_text("You can undo it for ten minutes.")
    dialog.get_by_role("button", name="Pick").click()
    reads(ben.poll, "Decided: 19–22 December")
    reads(asha.polls, "Decided: 19–22 December")
    reads(asha.polls, "An organiser picked.")
    expect(ben.page.get_by_role("link", name="Pick")).to_have_count(0)
    expect(asha.page.locator("activity-list")).to_contain_text(f"An organiser picked “{DATES[1]}”")
    expect(ben.page.get_by_role("button", name="Undo the pick")).to_be_focused()
    ben.tap("Undo the pick")
    reads(asha.polls, "A tie. An organiser picks what it shall be.")
    expect(ben.page.get_by_role("heading", name="Which dates?")).to_be_focused()
    expect(ben.page.get_by_role("link", name=f"Pick {DATES[0]}")).to_be_visible()


def test_the_focus_stays_where_one_has_voted_or_withdrawn(
    server: Server, group: Planned, asha: Person, meet: Meet
) -> None:
    poll = asks(server, group)
    dev = meet(java_script_enabled=False)
    dev.enters_by_pasting(group["keys"]["Dev"])
    dev.opens_poll(group, poll)
    asha.enters(group, group["keys"]["Asha"])
    asha.opens_poll(group, poll)
    for person in (asha, dev):
        for act in ("Vote", "Withdraw my vote"):
            if act == "Vote":
                person.chooses(DATES[0])
            with person.page.expect_navigation():
                person.page.get_by_role("button", name=act, exact=True).click()
            expect(person.vote_button).to_be_focused()
            assert person.page.evaluate("location.hash") == ("" if person == asha else "#vote")
    asha.page.reload()
    expect(asha.vote_button).not_to_be_focused()


def test_a_poll_that_ends_by_time_tells_its_votes_on_a_device_of_any_clock(
    server: Server, group: Planned, asha: Person
) -> None:
    poll = asks(server, group, results="closed", closesAt="2030-12-01T20:00:00Z")
    votes(server, group, poll, "Dev", DATES[0])
    server.ends_soon("poll", poll["id"], "closes_at", 3)
    asha.page.clock.set_fixed_time("2030-12-01T20:00:01Z")
    stands_at_the_ballot(asha, group, poll, "Asha")
    expect(asha.page.get_by_label(DATES[1])).to_be_enabled()
    reads(asha.poll, "Decided: 12–15 December", within_s=10)


def test_a_vote_tapped_without_a_network_counts_once_when_it_is_back(
    server: Server, group: Planned, asha: Person
) -> None:
    poll = asks(server, group)
    stands_at_the_ballot(asha, group, poll, "Asha")
    asha.chooses(DATES[0])
    asha.context.set_offline(True)
    asha.vote_button.dblclick()
    expect(asha.page.locator("[data-progress]")).to_contain_text("Your vote is safe")
    with asha.page.expect_navigation():
        asha.context.set_offline(False)
    expect(asha.page.get_by_text("Your vote counts.")).to_be_visible()
    expect(votes_of(asha.poll, DATES[0])).to_have_text("1 vote")
    assert tally_shown_to(server, group, "Asha") == {DATES[0]: 1, DATES[1]: 0}


def test_a_half_made_choice_outlives_a_reload(server: Server, group: Planned, asha: Person) -> None:
    stands_at_the_ballot(asha, group, asks(server, group), "Asha")
    asha.chooses(DATES[1])
    asha.page.reload()
    expect(asha.page.get_by_label(DATES[1])).to_be_checked()
    reads(asha.poll, "0 of 5 have voted")


def test_more_than_one_may_choose_is_not_to_be_chosen(
    server: Server, group: Planned, asha: Person, meet: Meet
) -> None:
    poll = asks(server, group, "Sea", "Hills", "City", mostChoices=2)
    stands_at_the_ballot(asha, group, poll, "Asha")
    asha.chooses("Sea", "Hills")
    expect(asha.page.get_by_label("City")).to_be_disabled()
    expect(asha.page.get_by_role("group")).to_have_accessible_description(
        "That is 2 of 2: untick one to choose another."
    )
    dev = meet(java_script_enabled=False)
    dev.enters_by_pasting(group["keys"]["Dev"])
    dev.opens_poll(group, poll)
    dev.chooses("Sea", "Hills", "City")
    dev.vote_button.click()
    expect(dev.page.get_by_text("Choose at most 2.")).to_be_visible()
    for option in ("Sea", "Hills", "City"):
        expect(dev.page.get_by_label(option)).to_be_checked()


def test_a_vote_with_the_keyboard_alone(server: Server, group: Planned, asha: Person) -> None:
    asks(server, group)
    asha.enters(group, group["keys"]["Asha"])
    asha.tabs_to(asha.polls.get_by_role("link", name="Vote Which dates?"))
    asha.page.keyboard.press("Enter")
    asha.tabs_to(asha.page.get_by_label(DATES[0]))
    asha.page.keyboard.press("ArrowDown")
    asha.tabs_to(asha.vote_button)
    asha.page.keyboard.press("Enter")
    expect(asha.page.get_by_text("Your vote counts.")).to_be_visible()
    expect(votes_of(asha.poll, DATES[1])).to_have_text("1 vote")


def test_no_option_widens_a_page_and_a_hostile_one_is_text(
    server: Server, group: Planned, ben: Person, asha: Person
) -> None:
    asha.enters(group, group["keys"]["Asha"])
    poll = asks(server, group, *HOSTILE)
    expect(asha.polls.locator(".option__text")).to_have_text(HOSTILE)
    assert width_of_options(asha) <= WIDTH
    asha.opens_poll(group, poll)
    organises(server, group, "add-option", pollId=poll["id"], text="<b>bold</b>")
    expect(asha.poll.locator(".option__text")).to_have_text([*HOSTILE, "<b>bold</b>"])
    assert width_of_options(asha) <= WIDTH
    assert asha.poll.locator("img, b").count() == 0
    heights = asha.poll.locator("label").evaluate_all("rows => rows.map((row) => row.offsetHeight)")
    assert min(heights) >= LEAST_TARGET_PX


def test_a_tap_on_the_bar_of_an_option_ticks_it(
    server: Server, group: Planned, asha: Person
) -> None:
    poll = asks(server, group)
    stands_at_the_ballot(asha, group, poll, "Asha")
    bar = asha.poll.locator(".option", has_text=DATES[1]).locator("progress")
    box = bar.bounding_box()
    assert box
    # Where it is by then: news may have moved it. And whatever lies over it.
    bar.click(position={"x": box["width"] - 5, "y": box["height"] / 2}, force=True)
    expect(asha.page.get_by_label(DATES[1])).to_be_checked()


def width_of_options(person: Person) -> float:
    """How far to the right the page goes, and what stands in the options, cut off or not."""
    right = "rows => Math.max(...rows.map((row) => row.getBoundingClientRect().right))"
    furthest: float = person.page.locator(".option span").evaluate_all(right)
    page: int = person.page.evaluate("document.scrollingElement.scrollWidth")
    return max(furthest, page)


def test_the_vote_button_is_in_reach_of_the_thumb_however_long_the_list(
    server: Server, group: Planned, asha: Person
) -> None:
    poll = asks(server, group, *[f"Option {number}" for number in range(1, 21)])
    stands_at_the_ballot(asha, group, poll, "Asha")
    expect(asha.vote_button).to_be_in_viewport(ratio=1)


def test_start_poll_says_to_members_who_starts_them(group: Planned, asha: Person) -> None:
    asha.enters(group, group["keys"]["Asha"])
    start_poll = asha.page.get_by_role("button", name="Start Poll")
    expect(start_poll).to_be_disabled()
    expect(start_poll).to_have_accessible_description(re.compile("^Organisers open the polls"))
    asha.opens(f"/trips/{group['trip']['id']}/polls/new")
    expect(asha.page.get_by_text("Ben starts the polls.")).to_be_visible()


def test_what_is_wrong_with_a_new_poll_stands_beside_the_field(group: Planned, ben: Person) -> None:
    ben.enters(group, group["adminId"])
    ben.opens(f"/trips/{group['trip']['id']}/polls/new")
    ben.page.get_by_label("What is left to decide?").fill("Which dates?")
    ben.page.get_by_label("Options").fill(DATES[0])
    ben.tap("Open the poll")
    options = ben.page.get_by_label("Options")
    expect(options).to_have_accessible_description(re.compile("2 to 20"))
    expect(options).to_have_value(DATES[0])


def test_a_guest_who_still_thinks_about_it_hears_nothing_of_polls(
    server: Server, group: Planned, asha: Person
) -> None:
    asha.opens_invitation(group)
    expect(asha.names).to_have_count(5)
    asks(server, group)
    server.join(group, "Zoë")
    expect(asha.names).to_have_count(6)
    expect(asha.news).not_to_be_empty()
    assert asha.news.text_content() == "Zoë joined. 6 are in."  # the first that was said


@pytest.mark.parametrize("scheme", RULES_IN)
def test_axe_finds_nothing_on_the_pages_of_polls(
    server: Server, group: Planned, meet: Meet, scheme: str
) -> None:
    ben = meet(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    over = asks(server, group, "Sea", "Hills", mostChoices=2, closesAt="2030-12-01T20:00:00Z")
    votes(server, group, over, "Asha", "Sea")
    pages = [f"polls/{over['id']}", f"polls/{asks(server, group)['id']}", "polls/new"]
    pages.append(f"{pages[1]}/edit")
    ben.enters(group, group["adminId"])
    found = {"hub": axe_faults(ben.page, scheme)}
    for path in pages:
        ben.opens(f"/trips/{group['trip']['id']}/{path}")
        found[path] = axe_faults(ben.page, scheme)
    organises(server, group, "close-poll", pollId=over["id"])
    for path in (pages[0], f"{pages[0]}/reopen"):
        ben.opens(f"/trips/{group['trip']['id']}/{path}")
        found[f"closed: {path}"] = axe_faults(ben.page, scheme)
    assert {where: faults for where, faults in found.items() if faults} == {}
