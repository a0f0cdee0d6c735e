"""Let staff say which site is sent the events of trips, and see how far it has been sent them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from trips import clock, deliveries, keys
from trips.admin.base import Guarded, by_its_clocks
from trips.admin.failures import why
from trips.models import DeliveryCursor, Receiver
from trips.wire import events

LONGEST_ADDRESS = 500


class EndpointForm(forms.ModelForm[Receiver]):
    """The form of a webhook endpoint. A secret that was once saved is not shown again."""

    address = forms.CharField(
        label=pgettext_lazy("webhook", "Address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.URLInput(attrs={"size": 60}),
    )
    secret = forms.CharField(
        label=_("Secret"),
        max_length=100,
        required=False,
        help_text=_("What deliveries are signed with. Leave it empty to have one made."),
        widget=forms.TextInput(attrs={"size": 60, "autocomplete": "off"}),
    )
    event_types = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(each, each) for each in events.IN_THE_LOG],
        required=False,
        help_text=_("Choose none to send all."),
        widget=forms.CheckboxSelectMultiple,
    )
    is_on = forms.BooleanField(label=pgettext_lazy("webhook", "On"), required=False, initial=True)

    class Meta:
        model = Receiver
        fields = ["name", "trip", "event_types"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.created_at and not self.instance._state.adding:
            self.initial["address"] = _readable(self.instance)
            self.initial["is_on"] = self.instance.off_since is None
            if "secret" in self.fields:
                self.fields["secret"].help_text = gettext(
                    "What deliveries are signed with. Leave it empty to keep the one that is there."
                )
            if "trip" in self.fields:  # not for who may only look
                self.fields["trip"].disabled = True  # where it stands is kept for each trip

    def clean_address(self) -> str:
        """Refuse an address that nothing is ever sent to."""
        address: str = self.cleaned_data["address"]
        if not deliveries.is_sendable(address):
            raise forms.ValidationError(gettext("Write an address that begins with https://."))
        return address

    def clean_secret(self) -> str:
        """Refuse a secret that the standard does not allow."""
        secret: str = self.cleaned_data["secret"].strip()
        if secret and not deliveries.is_secret(secret):
            raise forms.ValidationError(
                gettext("Write whsec_ and 24 to 64 bytes in base64, or leave it empty.")
            )
        return secret


def _readable(receiver: Receiver) -> str:
    try:
        return receiver.address
    except keys.Unreadable:
        return ""


@admin.register(Receiver)
class EndpointAdmin(Guarded[Receiver]):
    """The webhook endpoints."""

    form = EndpointForm
    list_display = ("name", "follows", "state", "waiting")
    search_fields = ("name", "id")
    raw_id_fields = ("trip",)
    readonly_fields = ("id", "state", "failing", "off", "failure")

    def get_fields(self, request: HttpRequest, obj: Receiver | None = None) -> list[Any]:
        """List what staff see; who may only look sees neither the address nor the secret."""
        typed = ["name", "address", "secret", "trip", "event_types", "is_on"]
        if obj is None:
            return typed
        may_change = self.has_change_permission(request, obj)
        return [*(typed if may_change else ["name", "trip", "event_types"]), *self.readonly_fields]

    failing = by_its_clocks(Receiver, "failing_since")
    off = by_its_clocks(Receiver, "off_since")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say above the list, too, that nothing can be pushed to members."""
        refused = ["status 401", "status 403"]
        is_failing = Q(failing_since__isnull=False, last_failure__in=refused)
        if Receiver.objects.filter(is_failing, kind=Receiver.Kind.PUSH).exists():
            told = gettext("Push services refuse VAPID_KEY. The log says which.")
            self.message_user(request, told, messages.WARNING)
        return super().changelist_view(request, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name the endpoints that would go, without their cursors: they may be many thousands."""
        return (
            [f"{each}" for each in objs],
            {f"{self.opts.verbose_name_plural}": len(objs)},
            set(),
            [],
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Receiver]:
        """Select webhooks alone, with how many trips each is behind."""
        behind = Count("cursors", filter=Q(cursors__behind_since__isnull=False))
        rows = super().get_queryset(request).filter(kind=Receiver.Kind.WEBHOOK)
        return rows.select_related("trip").annotate(behind=behind)

    def save_model(
        self, request: HttpRequest, obj: Receiver, form: forms.ModelForm[Receiver], change: bool
    ) -> None:
        """Encrypt what is secret, tell a new secret once, and follow the trip from now on."""
        data = form.cleaned_data
        obj.address_encrypted = keys.encrypt(data["address"])
        secret = data["secret"] or ("" if change else deliveries.new_secret())
        if secret:
            obj.secret_encrypted = keys.encrypt(secret)
        if not change:
            obj.created_at = clock.now()  # it follows what comes later, by the database's clock
        super().save_model(request, obj, form, change)
        if not data["secret"] and secret:
            told = gettext("Its secret, which is shown this once: {secret}").format(secret=secret)
            self.message_user(request, told, messages.WARNING)
        if obj.trip and not change:
            deliveries.follow(obj, obj.trip)
        if data["is_on"]:
            deliveries.turn_on(obj)  # also if it was: what fails is tried at once
        elif obj.off_since is None:
            deliveries.turn_off(obj)

    @admin.display(description=_("follows"))
    def follows(self, receiver: Receiver) -> str:
        """Show which trip it is sent the events of."""
        return receiver.trip.title if receiver.trip else gettext("all trips")

    @admin.display(description=_("state"))
    def state(self, receiver: Receiver) -> str:
        """Say whether it takes what it is sent."""
        if receiver.off_since:
            return pgettext("webhook", "off")
        if receiver.failing_since:
            return gettext("failing: {reason}").format(reason=why(receiver.last_failure))
        return pgettext("webhook", "on")

    @admin.display(description=_("last failure"))
    def failure(self, receiver: Receiver) -> str:
        """Say why the last delivery that failed did so."""
        return why(receiver.last_failure)

    @admin.display(description=_("trips that wait"))
    def waiting(self, receiver: Any) -> int:
        """Show of how many trips it has yet to be sent something."""
        count: int = receiver.behind
        return count


class RedeliverForm(forms.ModelForm[DeliveryCursor]):
    """A form that sets a cursor back."""

    after = forms.IntegerField(
        label=_("Send again what came after"),
        min_value=0,
        help_text=_("0 sends all. What is kept no longer is sent as one RESET."),
    )

    class Meta:
        model = DeliveryCursor
        fields: list[str] = []

    def clean_after(self) -> int:
        """Refuse a number behind which nothing has happened."""
        after: int = self.cleaned_data["after"]
        if after >= self.instance.trip.seq:
            raise forms.ValidationError(
                gettext("The trip is at {seq}: write a smaller number.").format(
                    seq=self.instance.trip.seq
                )
            )
        return after


@admin.register(DeliveryCursor)
class DeliveryCursorAdmin(Guarded[DeliveryCursor]):
    """How far each endpoint has been sent the events of each trip."""

    form = RedeliverForm
    list_display = ("receiver", "trip", "seq", "seq_of_trip", "waits_since", "failures")
    list_filter = (("receiver", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("receiver", "trip")
    search_fields = ("trip__id", "trip__title")
    ordering = ("-behind_since", "-pk")
    readonly_fields = (
        "receiver",
        "trip",
        "seq",
        "seq_of_trip",
        "waits_since",
        "failures",
        "next_try",
    )
    fields = (*readonly_fields, "after")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeliveryCursor]:
        """Select those of webhooks alone: whom mails go to is nobody's business."""
        return super().get_queryset(request).filter(receiver__kind=Receiver.Kind.WEBHOOK)

    waits_since = by_its_clocks(DeliveryCursor, "behind_since")
    next_try = by_its_clocks(DeliveryCursor, "next_try_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("the trip is at"))
    def seq_of_trip(self, cursor: DeliveryCursor) -> int:
        """Show how far the log of the trip is."""
        return cursor.trip.seq

    def save_model(
        self, request: HttpRequest, obj: DeliveryCursor, form: Any, change: bool
    ) -> None:
        """Send again what came after the number."""
        deliveries.redeliver(obj.receiver, obj.trip, form.cleaned_data["after"])
