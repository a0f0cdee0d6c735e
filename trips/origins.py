"""Find out where a form came from: our own page, another site, a browser without cookies."""

from django.http import HttpRequest


def is_from_elsewhere(request: HttpRequest) -> bool | None:
    """Return whether another site's page sent this request; None if the browser does not say.

    Another site is any other scheme, host or port; also a sibling domain, and an opaque origin.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is None and site is None:
        return None
    here = f"{request.scheme}://{request.get_host()}".lower()
    is_here = origin is None or origin.lower() == here
    return not (is_here and site in (None, "same-origin", "none"))


def keeps_no_cookies(request: HttpRequest) -> bool:
    """Return whether our own page's form came without the cookie that was set with the page."""
    return not request.COOKIES and is_from_elsewhere(request) is False
