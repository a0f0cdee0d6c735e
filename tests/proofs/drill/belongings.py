"""What people hold from before a backup, on a trip of their own; all of it opens what it opened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from tests.server import Server

MOBILE = "+919876543210"


@dataclass(frozen=True)
class Belongings:
    """Of Ben, who planned the trip, and of Asha, who has joined it."""

    trip_id: str
    invitation: str
    organiser_key: str
    member_key: str
    token: str
    recovery_code: str
    cookies: dict[str, str]

    @classmethod
    def of_people(cls, server: Server) -> "Belongings":
        planned = server.plan(title="Hampi")
        asha = server.join(planned, "Asha", guest_mobile=MOBILE)
        ben = {"tripId": planned["tripId"], "adminId": planned["adminId"]}
        code = server.call("make-recovery-code", **ben).json()["recoveryCode"]
        return cls(
            trip_id=planned["trip"]["id"],
            invitation=planned["tripId"],
            organiser_key=planned["adminId"],
            member_key=asha["memberKey"],
            token=asha["token"],
            recovery_code=code,
            cookies=_enter(server, asha["memberKey"]),
        )

    def that_fail(self, server: Server) -> Iterator[str]:
        """What does not open any more what it opened, by its name."""
        for name, opens in self._doors(server).items():
            if not opens():
                yield name

    def recovers(self, server: Server) -> bool:
        """Whether the code still works; it does once."""
        return server.call("recover", recoveryCode=self.recovery_code).is_success

    def _doors(self, server: Server) -> dict[str, Callable[[], bool]]:
        def call(name: str, **body: str) -> httpx.Response:
            return server.call(name, tripId=self.invitation, **body)

        return {
            "organiser key": lambda: call("requests", adminId=self.organiser_key).is_success,
            "member key": lambda: call("me", memberKey=self.member_key).is_success,
            "token": lambda: self._is_let_in(server),
            "invitation": lambda: self._page(server, f"join/{self.invitation}").is_success,
            "number": lambda: self._is_known(server),
            "personal link": lambda: self._shows(server, _enter(server, self.member_key)),
            "cookie": lambda: self._shows(server, self.cookies),
        }

    def _is_let_in(self, server: Server) -> bool:
        headers = {"Authorization": f"Bearer {self.token}"}
        body = {"tripId": self.invitation}
        return httpx.post(f"{server.url}/api/social-cart/me", json=body, headers=headers).is_success

    def _is_known(self, server: Server) -> bool:
        body = {"invitation_token": self.invitation, "guest_name": "Asha's twin"}
        answer: dict[str, Any] = server.call("join", **body, guest_mobile=MOBILE).json()
        return answer.get("error") == "already_joined"

    def _shows(self, server: Server, cookies: dict[str, str]) -> bool:
        """Whether the hub opens, and shows the invitation, which is encrypted in the database."""
        page = self._page(server, f"trips/{self.trip_id}", cookies)
        return page.is_success and self.invitation in page.text

    def _page(
        self, server: Server, path: str, cookies: dict[str, str] | None = None
    ) -> httpx.Response:
        return httpx.get(f"{server.url}/{path}", cookies=cookies)


def _enter(server: Server, key: str) -> dict[str, str]:
    """The cookies of a new browser that has opened a personal link."""
    with httpx.Client(base_url=server.url) as browser:
        browser.get("/enter")
        form = {"key": key, "csrfmiddlewaretoken": browser.cookies["csrf"]}
        browser.post("/enter", data=form)
        return dict(browser.cookies)
