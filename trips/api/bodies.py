"""Declare the request bodies of the API: names and types. `trips.forms` validates their values.

The three calls of the original system also answer which fields they did not read.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from trips import names
from trips.api.fields import Pasted, Text, Whole, optional, required, with_fields_of
from trips.forms import DatePollForm, MessageForm, PollForm, ReportForm, TermsForm
from trips.models import LONGEST_OPTION

MOST_IGNORED, LONGEST_NAME = 20, 64
OF_A_NAME = f"1 to {names.LONGEST} characters"
# Values of the examples.
LINK = "Lb75VPQ9pDl4uk5MtQOowvls"
KEY, ID = "nQ7vYt2Lr9KpXc4Dw8Zs1Hb6Gf3Jm5Ae", "q3Zt8kP0nYcV"


class StrictBody(BaseModel):
    """A body that may hold no other field: it may be misspelt, and is refused by its name."""

    model_config = ConfigDict(extra="forbid")


class OriginalBody(BaseModel):
    """A body of a call of the original system, whose clients may send more fields.

    Those that were not read are named in the answer.
    """

    model_config = ConfigDict(extra="allow")

    def known(self) -> dict[str, Any]:
        """Return the fields that the call reads, by name."""
        return {name: getattr(self, name) for name in type(self).model_fields}

    def ignored(self) -> list[str]:
        """List the names of the fields that were not read: the first 20, printable, shortened."""
        names = sorted(name for name in self.model_extra or {} if name.isprintable())
        return [name[:LONGEST_NAME] for name in names[:MOST_IGNORED]]


@with_fields_of(TermsForm, as_new=True)
class TermsBody(OriginalBody):
    """The terms of a new trip."""


class CreateBody(TermsBody):
    """A new trip and its organiser."""

    adminName: Text = required(f"The organiser's name, {OF_A_NAME}", examples=["Ben"])
    adminMobile: Text | None = optional(
        "With country code, or as it is dialled at home; never shown to anybody",
        examples=["+49 151 23456789"],
    )


class JoinBody(OriginalBody):
    """An invitation, and who joins by it."""

    invitation_token: Pasted = required("The last part of the shared link", examples=[LINK])
    guest_name: Text = required(OF_A_NAME, examples=["Asha"])
    guest_mobile: Text | None = optional(
        "With country code, or as it is dialled at home; never shown to anybody",
        examples=["+91 98765 43210"],
    )
    another: StrictBool = Field(False, description='Join as "Asha (2)" when the name is taken')
    wait: StrictBool = Field(False, description="Wait for a place when the trip is full")


class ClaimBody(StrictBody):
    """An invitation, and the name on the list that is the caller's."""

    invitation_token: Pasted = required("The last part of the shared link", examples=[LINK])
    guest_name: Text = required("The name on the list", examples=["Asha"])


class DeclineBody(StrictBody):
    """An invitation, and the answer that one cannot come; or that one can after all."""

    invitation_token: Pasted = required("The last part of the shared link", examples=[LINK])
    name: Text | None = optional(f"At most {names.LONGEST} characters; organisers alone see it")
    declineKey: Text | None = optional("The key of the answer that this one replaces")
    canMakeIt: StrictBool = Field(False, description="Take the answer with this key back")


class WithdrawBody(StrictBody):
    """The key of a request that is withdrawn."""

    tripId: Pasted = required("The trip's invitation token (or its own id)", examples=[LINK])
    requestKey: Text = required("The key that the answer to `claim` gave", examples=[KEY])


class MemberBody(StrictBody):
    """A trip and the key of a member; a Bearer token or the browser's cookie serves as well."""

    tripId: Pasted = required("The trip's invitation token (or its own id)", examples=[LINK])
    memberKey: Pasted | None = optional(
        "The caller's key, unless a Bearer token goes with the call", examples=[KEY]
    )


class OrganiserBody(StrictBody):
    """A trip and the key of an organiser; a Bearer token serves as well."""

    tripId: Pasted = required("The trip's invitation token (or its own id)", examples=[LINK])
    adminId: Pasted | None = optional(
        "An organiser's key, unless a Bearer token goes with the call", examples=[KEY]
    )


class RenameBody(MemberBody):
    """A member and their new name."""

    adminId: Pasted | None = optional("An organiser's key, in place of `memberKey`")
    memberId: Pasted | None = optional("Whom an organiser renames; without it the caller")
    name: Text = required(f"The new name, {OF_A_NAME}", examples=["Asha"])


class StepDownBody(MemberBody):
    """An organiser who stops organising."""

    adminId: Pasted | None = optional("An organiser's key, in place of `memberKey`")


class BringBody(StepDownBody):
    """The name of somebody whom a member brings."""

    name: Text = required(OF_A_NAME, examples=["Dev"])
    another: StrictBool = Field(False, description='Add "Dev (2)" when the name is taken')


class OnBroughtBody(StepDownBody):
    """Somebody whom the caller has brought."""

    memberId: Pasted = required("Public id of who was brought", examples=[ID])


class MobileBody(MemberBody):
    """The caller's new number; null or "" erases it."""

    mobile: Text | None = required(
        "With country code, or as it is dialled at home; null erases it",
        examples=["+91 98765 43210"],
    )


class RecoverBody(StrictBody):
    """A recovery code."""

    recoveryCode: str = required(
        "As it was written down; case, blanks and hyphens do not matter",
        examples=["K7QF-2M9X-TR4W-8HCN-5VBD-0G3S-1JPE"],
    )


class OnMemberBody(OrganiserBody):
    """The member whom the organiser means."""

    memberId: Pasted = required("Public id of the member", examples=[ID])


class RemoveBody(OnMemberBody, OriginalBody):
    """The member who is removed, as the original system's `remove-member` takes it."""


class AnswerRequestBody(OrganiserBody):
    """A request, and the organiser's answer to it."""

    requestId: Pasted = required("Id of the request", examples=[ID])
    letIn: StrictBool = required("Whether they are let in", examples=[True])


@with_fields_of(TermsForm, as_new=False)
class UpdateBody(OrganiserBody):
    """The terms that change; a term that is not sent stays as it is."""


@with_fields_of(PollForm, as_new=True)
class OpenPollBody(OrganiserBody):
    """A new poll."""


@with_fields_of(DatePollForm, as_new=True)
class AskForDatesBody(OrganiserBody):
    """A new poll about dates."""


class OnPollBody(OrganiserBody):
    """The poll that the organiser means."""

    pollId: Pasted = required("Id of the poll", examples=[ID])


@with_fields_of(PollForm, as_new=False)
class EditPollBody(OnPollBody):
    """What changes of a poll; a field that is not sent stays as it is."""


class ReopenPollBody(OnPollBody):
    """A closed poll, and until when it takes votes."""

    closesAt: Text | None = optional(
        "When it closes; else as before, if that is still ahead", examples=["2026-12-20T20:00"]
    )


class AddOptionBody(OnPollBody):
    """A new option."""

    text: Text = required(f"1 to {LONGEST_OPTION} characters", examples=["19–21 Dec"])
    url: Text | None = optional("An https address", examples=["https://example.com/hut"])


class PickBody(OnPollBody):
    """The option that the organiser picks."""

    optionId: Pasted = required("Id of one of the tied options", examples=[ID])


@with_fields_of(MessageForm, as_new=True)
class PostMessageBody(OrganiserBody):
    """A new message to all."""


class OnMessageBody(OrganiserBody):
    """The message that the organiser means."""

    number: Whole = required("Number of the message", examples=[1])


@with_fields_of(ReportForm, as_new=True)
class ReportBody(MemberBody):
    """What is wrong with a trip; with its invitation it needs no key."""


class OnBallotBody(MemberBody):
    """The poll that a member means."""

    pollId: Pasted = required("Id of the poll", examples=[ID])


class VoteBody(OnBallotBody):
    """The options that a member votes for."""

    options: list[Text] = required(
        "Ids of the chosen options; of dates those with yes, perhaps none", examples=[[ID]]
    )
    maybes: list[Text] | None = optional('Ids of dates that do "if need be"; the rest is no')
    optionsVersion: Whole = required("Of the options that you have seen", examples=[1])
