"""What the calls take: types and names. The rules stand in trips.forms, for pages as well.

The three calls of the original system also answer which fields they did not read."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from trips.api.fields import Pasted, Text, Whole, optional, required, with_fields_of
from trips.forms import PollForm, TermsForm

MOST_IGNORED, LONGEST_NAME = 20, 64
# Those of the examples.
LINK = "Lb75VPQ9pDl4uk5MtQOowvls"
KEY, ID = "nQ7vYt2Lr9KpXc4Dw8Zs1Hb6Gf3Jm5Ae", "q3Zt8kP0nYcVx1mB5sLw2A"


class StrictBody(BaseModel):
    """A field that the call does not know is refused by its name: it may be misspelt."""

    model_config = ConfigDict(extra="forbid")


class OriginalBody(BaseModel):
    """A call of the original system, whose clients may send more: what is not read is named."""

    model_config = ConfigDict(extra="allow")

    def known(self) -> dict[str, Any]:
        """The fields that the call reads, by name."""
        return {name: getattr(self, name) for name in type(self).model_fields}

    def ignored(self) -> list[str]:
        """The names that were not read, as far as they can be names at all."""
        names = sorted(name for name in self.model_extra or {} if name.isprintable())
        return [name[:LONGEST_NAME] for name in names[:MOST_IGNORED]]


@with_fields_of(TermsForm, as_new=True)
class TermsBody(OriginalBody):
    """Take the terms of a new trip."""


class CreateBody(TermsBody):
    """Take a trip and its organiser."""

    adminName: Text = required("The organiser's name, 1 to 60 characters", examples=["Ben"])
    adminMobile: Text | None = optional(
        "With country code, or as it is dialled at home; never shown to anybody",
        examples=["+49 151 23456789"],
    )


class JoinBody(OriginalBody):
    """Take an invitation and who joins by it."""

    invitation_token: Pasted = required("The last part of the shared link", examples=[LINK])
    guest_name: Text = required("1 to 60 characters", examples=["Asha"])
    guest_mobile: Text | None = optional(
        "With country code, or as it is dialled at home; never shown to anybody",
        examples=["+91 98765 43210"],
    )
    another: StrictBool = Field(False, description='Join as "Asha (2)" when the name is taken')


class ClaimBody(StrictBody):
    """Take an invitation and the name that somebody says is theirs."""

    invitation_token: Pasted = required("The last part of the shared link", examples=[LINK])
    guest_name: Text = required("The name on the list", examples=["Asha"])


class WithdrawBody(StrictBody):
    """Take the key of a request that is taken back."""

    tripId: Pasted = required("The trip's invitation token (or its own id)", examples=[LINK])
    requestKey: Text = required("The key that the answer to `claim` gave", examples=[KEY])


class MemberBody(StrictBody):
    """What a member calls; the key may also be a Bearer token or the browser's cookie."""

    tripId: Pasted = required("The trip's invitation token (or its own id)", examples=[LINK])
    memberKey: Pasted | None = optional(
        "The caller's key, unless a Bearer token goes with the call", examples=[KEY]
    )


class OrganiserBody(StrictBody):
    """Take a trip and the key of its organiser; a Bearer token serves as well."""

    tripId: Pasted = required("The trip's invitation token (or its own id)", examples=[LINK])
    adminId: Pasted | None = optional(
        "The organiser's key, unless a Bearer token goes with the call", examples=[KEY]
    )


class RenameBody(MemberBody):
    """Take a member and their new name."""

    adminId: Pasted | None = optional("The organiser's key, in place of `memberKey`")
    memberId: Pasted | None = optional("Whom the organiser renames; without it the caller")
    name: Text = required("The new name, 1 to 60 characters", examples=["Asha"])


class MobileBody(MemberBody):
    """Take the caller's new number; "" erases it."""

    mobile: Text | None = required(
        "With country code, or as it is dialled at home; null erases it",
        examples=["+91 98765 43210"],
    )


class RecoverBody(StrictBody):
    """Take a recovery code."""

    recoveryCode: str = required(
        "As it was written down; case, blanks and hyphens do not matter",
        examples=["K7QF-2M9X-TR4W-8HCN"],
    )


class OnMemberBody(OrganiserBody):
    """Take the member whom the organiser means."""

    memberId: Pasted = required("Public id of the member", examples=[ID])


class RemoveBody(OnMemberBody, OriginalBody):
    """The original's `remove-member`."""


class AnswerRequestBody(OrganiserBody):
    """Take a request and the organiser's answer to it."""

    requestId: Pasted = required("Id of the request", examples=[ID])
    letIn: StrictBool = required("Whether they are let in", examples=[True])


@with_fields_of(TermsForm, as_new=False)
class UpdateBody(OrganiserBody):
    """Take the terms that change; what is not sent stays."""


@with_fields_of(PollForm, as_new=True)
class OpenPollBody(OrganiserBody):
    """Take a new poll."""


class OnPollBody(OrganiserBody):
    """Take the poll that the organiser means."""

    pollId: Pasted = required("Id of the poll", examples=[ID])


@with_fields_of(PollForm, as_new=False)
class EditPollBody(OnPollBody):
    """Take what changes of a poll; what is not sent stays."""


class ReopenPollBody(OnPollBody):
    """Take a closed poll, and until when it takes votes."""

    closesAt: Text | None = optional(
        "When it closes; else as before, if that is still ahead", examples=["2026-12-20T20:00"]
    )


class AddOptionBody(OnPollBody):
    """Take the text of a new option."""

    text: Text = required("1 to 80 characters", examples=["19–21 Dec"])


class PickBody(OnPollBody):
    """Take the option that the organiser picks."""

    optionId: Pasted = required("Id of one of the tied options", examples=[ID])


class OnBallotBody(MemberBody):
    """Take the poll that a member means."""

    pollId: Pasted = required("Id of the poll", examples=[ID])


class VoteBody(OnBallotBody):
    """Take the options that a member votes for."""

    options: list[Text] = required("Ids of the chosen options", examples=[[ID]])
    optionsVersion: Whole = required("Of the options that you have seen", examples=[1])
