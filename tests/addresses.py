"""Every address of the trips, as their list says; none is left out that is added later."""

from collections.abc import Iterator

from django.urls import URLPattern, reverse

from trips import urls


def addresses(**ids: str) -> Iterator[str]:
    """Those that have a name, with these ids; what is not among them is "x"."""
    for each in urls.urlpatterns:
        if isinstance(each, URLPattern) and each.name:
            named = each.pattern.converters
            yield reverse(each.name, kwargs={name: ids.get(name, "x") for name in named})
