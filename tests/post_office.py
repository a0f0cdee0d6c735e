"""A real SMTP server on loopback that takes mails, is slow, or refuses them as a test wants."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.parts.part import free_port


@dataclass
class PostOffice:
    """Use it as a context manager. `answer` is what it says to each recipient."""

    answer: str | Callable[[], str] = "250 OK"
    waits_s: float = 0.0
    port: int = field(default_factory=free_port)
    came: list[EmailMessage] = field(default_factory=list)
    asked: int = 0  # for how many recipients

    def __enter__(self) -> "PostOffice":
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 - the names are of aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        self.asked += 1
        await asyncio.sleep(self.waits_s)
        answer = self.answer() if callable(self.answer) else self.answer
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.came.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def texts(self) -> list[str]:
        """The plain text of each mail."""
        return [text_of(each) for each in self.came]


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body
    return str(body.get_content()).replace("\r\n", "\n")
