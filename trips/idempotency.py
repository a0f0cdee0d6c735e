"""Idempotency keys: what makes two calls the same one."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext

from trips import keys, wire

# Short keys would be guessed, and the answer to a join holds a member's key.
LEAST_LONG, LONGEST = 16, 200
_KEY = re.compile(rf"[\x21-\x7e]{{{LEAST_LONG},{LONGEST}}}")


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """The digests of an idempotency key and of what it came with.

    A repeat of both gets the first answer; the key with something else is refused.
    """

    key_digest: str
    call_digest: str
    later_key_digest: str = ""  # of the same key, by a caller whose right this call ends
    of_release_1: tuple[str, str] = ("", "")  # both digests as servers of release 1 keep them

    @classmethod
    def of(
        cls,
        key: str | None,
        call: str,
        body: object,
        caller: str = "",
        *,
        extra: str = "",
        later_caller: str = "",
        release_1_caller: str = "",
    ) -> "IdempotencyKey | None":
        """Digest the key of a call; return None if the client sent none.

        Takes the path of the `call` and its `body`.
        `caller` is the id of who calls; "" where nobody is known yet, and then whoever knows the
        key is the caller. Two callers may use the same key.
        `extra` is what belongs to the call beside its body.
        `later_caller` is another name of the caller, by which a repeat is found once this call has
        ended their right. `release_1_caller` is what release 1 takes for the caller.
        Raises Refusal `invalid` for a key that is too short or not ASCII.
        """
        if not key:
            return None
        if not _KEY.fullmatch(key):
            sentence = gettext("Use {least} to {most} ASCII characters, e.g. a UUID.")
            error = sentence.format(least=LEAST_LONG, most=LONGEST)
            raise wire.Refusal("invalid", **{"Idempotency-Key": error})
        digest, later, of_release_1 = (
            keys.digest(f"{key} {call} {each}")
            for each in (caller, later_caller or caller, release_1_caller)
        )
        # Salted with the key: from a dump, phone numbers in bodies could be found by trying all.
        body_digest = keys.digest(f"{key} {body!r}")
        call_digest = keys.digest(f"{key} {(extra, body)!r}") if extra else body_digest
        return cls(digest, call_digest, later, (of_release_1, body_digest))

    @property
    def digests(self) -> set[str]:
        """The digests of the key under which its first answer is kept."""
        return {self.key_digest, self.later_key_digest} - {""}
