"""The links that invite to trips."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trips.models.trip import Trip
from trips.statements import Param, compiled


class Invitation(models.Model):
    """A link that invites to a trip. A replaced one is kept, to say that it was replaced."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    token_encrypted = models.TextField(editable=False, db_column="sealed")
    created_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("invitation"), _("invitations")
        constraints = [
            models.UniqueConstraint(
                "trip", condition=Q(replaced_at=None), name="invitation_one_is_current"
            )
        ]

    def __str__(self) -> str:
        return f"invitation of {self.created_at:%Y-%m-%d}"

    def still_invites(self) -> bool:
        """Ask the database whether the link is still the current one."""
        return _current.first(invitation=self.pk) is not None


_current = compiled(
    Invitation.objects.filter(pk=Param("invitation"), replaced_at=None).values_list("pk")
)
