"""Send a mail by Django's e-mail backend, which waits for an SMTP server: in threads of its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage

from trips.deliveries.doors import NO_CONNECTION, NOT_ALLOWED, TIMEOUT_S, TOO_LATE, Answer, Outcome

# No mailbox of this name (RFC 5321, 4.2.3); other codes may be the fault of our own settings.
_NO_MAILBOX = {550, 551, 553}
_POLICY = b"5.7."  # "not from you" (RFC 3463, 3.8), which may change


class Mailer:
    """Sends at most `threads` mails at once, each within TIMEOUT_S."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="mailer")

    async def send(self, mail: EmailMessage) -> Answer:
        """Send a mail, and tell what became of it. Raises nothing."""
        sending = asyncio.get_running_loop().run_in_executor(self._threads, _send, mail)
        try:
            return await asyncio.wait_for(sending, TIMEOUT_S)
        except TimeoutError:
            return TOO_LATE

    def send_and_wait(self, mail: EmailMessage) -> Answer:
        """Send a mail from a thread that may wait. Raises nothing."""
        sending = self._threads.submit(_send, mail)
        try:
            return sending.result(TIMEOUT_S)
        except TimeoutError:
            sending.cancel()
            return TOO_LATE

    def close(self) -> None:
        """Take no further mail; one that is under way ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _send(mail: EmailMessage) -> Answer:
    try:
        mail.send()
    except SMTPRecipientsRefused as refused:
        [(code, said)] = refused.recipients.values()
        is_gone = code in _NO_MAILBOX and _POLICY not in said
        return Answer(Outcome.GONE if is_gone else Outcome.FAILED, f"status {code}")
    except SMTPResponseException as failed:
        return Answer(Outcome.FAILED, f"status {failed.smtp_code}")
    except (SMTPException, OSError):
        return NO_CONNECTION
    except ValueError:
        return NOT_ALLOWED
    return Answer(Outcome.TAKEN)
