"""Forms that correct a poll: edit it before its first ballot, and reopen it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext

from trips import clock, words
from trips.forms.options import OptionTerms
from trips.forms.polls import COLUMNS, ClosingForm, PollForm
from trips.forms.shown import UNSEEN, Seen, ShownForm
from trips.models import Poll


class EditPollForm(ShownForm, PollForm):
    """The form that edits a poll: the values that were sent, and else those of its row.

    Only the fields that were sent are validated.
    """

    def __init__(
        self, poll: Poll, given: Mapping[str, Any] | None = None, seen: Seen = UNSEEN
    ) -> None:
        row: dict[str, Any] = {name: getattr(poll, column) for name, column in COLUMNS.items()}
        row["options"] = tuple(
            OptionTerms(option.text, poll.links.get(option.id, "")) for option in poll.options.all()
        )
        if given is not None:
            given = {name: given[name] for name in given if name in row}
        data = None if given is None else {**row, **given}
        super().__init__(data, initial=row, zone=poll.trip.zone)
        self.show(given, seen)

    def changed_options(self) -> tuple[OptionTerms, ...]:
        """Return all options if they were changed, else (); one without a link keeps its own."""
        links = dict(self.initial["options"])
        given = self.cleaned_data["options"] if "options" in self.given else ()
        options = tuple(
            OptionTerms(text, links.get(text, "") if url is None else url) for text, url in given
        )
        return () if options == self.initial["options"] else options

    def changed_columns(self) -> dict[str, Any]:
        """Return the new values that differ from the row, by column."""
        found = {name: self.cleaned_data[name] for name in COLUMNS if name in self.given}
        return {COLUMNS[name]: new for name, new in found.items() if new != self.initial[name]}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        validated = {*self.given, *(("mostChoices",) if "options" in self.given else ())}
        for name in self.errors.keys() - validated - {NON_FIELD_ERRORS}:
            del self.errors[name]
        self.refuse_overtaken(self.given)

    def in_words(self, name: str) -> str:
        value = self.initial[name]
        if name == "options":
            return words.text_of(
                words.listed([self.fields[name].prepare_value([each]) for each in value])
            )
        if name in ("results", "showsVoters"):
            return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]
        if name == "closesAt":
            return _moment(value, self.zone())
        return str(value or "")


class ReopenForm(ShownForm, ClosingForm):
    """The form that reopens a poll: its closing time stays if it is still ahead.

    A closing time is validated only if it was sent.
    """

    def __init__(
        self, poll: Poll, given: Mapping[str, Any] | None = None, seen: Seen = UNSEEN
    ) -> None:
        at = poll.closes_at
        self._passed = at if at and at <= clock.now() else None
        row = {"closesAt": None if self._passed else at}
        if given is not None:
            given = {name: given[name] for name in given if name in row}
        super().__init__(given, initial=row, zone=poll.trip.zone)
        self.show(given, seen)

    def in_words(self, name: str) -> str:
        return _moment(self.initial[name], self.zone())

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.given:
            self.errors.clear()
        if not self._has_passed_since():
            self.refuse_overtaken(["closesAt"])
        elif not self.given:
            was = _moment(self._passed, self.zone())
            self.add_error(
                "closesAt",
                gettext(
                    "The closing time has passed meanwhile: {was}. Choose a later one, or none."
                ).format(was=was),
            )

    def _has_passed_since(self) -> bool:
        """Return whether the closing time has passed while the form was open."""
        shown = self.seen.get("closesAt")
        return bool(shown) and shown == self._text("closesAt", self._passed, self.seen)

    def closes_at(self) -> datetime | None:
        """Return when the poll closes by itself, or None, from a valid form."""
        at: datetime | None = (self.cleaned_data if self.given else self.initial)["closesAt"]
        return at


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return words.moment(at, zone.key) if at else ""
