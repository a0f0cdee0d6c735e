"""What has to hold after a drill, beside the invariant of all faults."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.proofs.drill.belongings import Belongings
from tests.proofs.faults.guests import Guest, Guests
from tests.proofs.faults.invariant import Findings
from tests.proofs.faults.trial import FAILURE
from tests.server import Server

Counts = dict[str, tuple[int, int]]  # when → joins that were acknowledged, joins that are restored


@dataclass(frozen=True)
class Backup:
    """From when to when it was made, and how many guests had come by its end."""

    begun: float
    ended: float
    guests: int

    def when(self, guest: Guest) -> str:
        """When somebody's join was acknowledged."""
        if guest.answered_at < self.begun:
            return "before"
        return "during" if guest.answered_at <= self.ended else "after"


def count(
    findings: Findings,
    backup: Backup,
    guests: Guests,
    answered: Sequence[Guest],
    restored: set[str],
) -> Counts:
    """Only what came after the beginning of the backup may be lost, and all after its end is."""
    counts = {"before": (0, 0), "during": (0, 0), "after": (0, 0)}
    for guest in answered:
        joined, kept = counts[backup.when(guest)]
        counts[backup.when(guest)] = joined + 1, kept + (_id(guest) in restored)
        if backup.when(guest) == "before" and _id(guest) not in restored:
            findings.lost.append(f"{guest.name}, who joined before the backup")
    for guest in guests.everybody[backup.guests :]:
        if guest.answers and _id(guest) in restored:
            findings.extra.append(f"{guest.name}, who came after the backup")
    findings.expect(counts["after"][0] > counts["after"][1], "no disaster struck: nothing is lost")
    return counts


def servers_are_ready(findings: Findings, servers: Sequence[Server]) -> None:
    for server in servers:
        status = httpx.get(f"{server.url}/readyz").status_code
        findings.expect(status == 200, f"/readyz says {status}")


def belongings_open(findings: Findings, servers: Sequence[Server], those: Belongings) -> None:
    """Whatever people hold from before the backup; the recovery code last, as it ends the key."""
    for server in servers:
        for name in those.that_fail(server):
            findings.expect(False, f"a {name} of before the backup opens nothing")
    findings.expect(those.recovers(servers[-1]), "a recovery code of before opens nothing")


def answers_are_kept(
    findings: Findings, answered: Sequence[Guest], again: Sequence[Guest], restored: set[str]
) -> None:
    """Whose join was kept gets the first answer; who was lost is in again, as somebody new."""
    for first, now in zip(answered, again, strict=True):
        is_same = bool(now.answers) and _answer(first) == _answer(now)
        if _id(first) in restored:
            findings.expect(is_same, "whose join was kept got another answer")
        else:
            findings.expect(bool(now.answers) and not is_same, "whose join was lost is not in")


def keys_open(
    findings: Findings, servers: Sequence[Server], invitation: str, guests: Sequence[Guest]
) -> None:
    """Each of who came again, at one of the servers."""
    with httpx.Client(trust_env=False, timeout=30) as client:
        for number, guest in enumerate(guests):
            for answer in guest.answers[:1]:
                door = servers[number % len(servers)].url
                body = {"tripId": invitation, "memberKey": answer["memberKey"]}
                me = client.post(f"{door}/api/social-cart/me", json=body)
                findings.expect(me.is_success, "the key of who came again opens nothing")


def nothing_failed(findings: Findings, servers: Sequence[Server]) -> None:
    """In what servers have logged since they were started anew."""
    for server in servers:
        failures = FAILURE.findall(server.log.read_text())
        findings.expect(not failures, f"a server failed: {set(failures)}")


def _id(guest: Guest) -> str:
    return str(guest.answers[0]["memberId"])


def _answer(guest: Guest) -> dict[str, Any]:
    """The first one; a repeat tells the trip as it is by then."""
    return guest.answers[0] | {"trip": None}
