"""Where a form came from: a page of ours, another site, a browser without cookies."""

from django.http import HttpRequest


def is_from_elsewhere(request: HttpRequest) -> bool | None:
    """Whether a page of another site sent this request; None where the browser does not say.

    Another site is any other scheme, host or port; an empty Origin is one, and a sibling domain.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is None and site is None:
        return None
    here = f"{request.scheme}://{request.get_host()}".lower()
    is_here = origin is None or origin.lower() == here
    return not (is_here and site in (None, "same-origin", "none"))


def keeps_no_cookies(request: HttpRequest) -> bool:
    """Whether a form came from a page of ours without the cookie that went out with the page."""
    return not request.COOKIES and is_from_elsewhere(request) is False
