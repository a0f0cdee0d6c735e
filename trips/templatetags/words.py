"""What templates say of a trip: the words of `trips.words`."""

from datetime import datetime

from django import template

from trips import clock, wire, words, zones
from trips.models import Trip

register = template.Library()


@register.filter
def dates(trip: Trip) -> str:
    return words.dates(wire.trip_fields(trip))


@register.filter
def price(trip: Trip) -> str:
    return words.price(wire.trip_fields(trip))


@register.filter
def deadline(trip: Trip) -> str:
    return words.deadline(wire.trip_fields(trip), clock.now())


@register.filter
def at_moment(at: datetime | None, zone: str) -> str:
    return words.at_moment(at or None, zone, clock.now())


@register.filter
def zone_name(zone: str) -> str:
    return zones.label(zone)
