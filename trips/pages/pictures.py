"""Serve the picture that link previews show of a trip."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from trips import access, sharing
from trips.pages.decorators import page

KEPT_S = 86_400


@require_safe
@page
def picture(request: HttpRequest, invitation: str, digest: str) -> HttpResponse:
    """Draw what a trip shows now, whatever it showed when the address was made.

    Where too many are being drawn it leads to the picture that is the same for all trips.
    """
    shown = sharing.shown(access.invitation_by(invitation).trip)
    tag = f'"{shown.digest}"'
    response = get_conditional_response(request, etag=tag) or _drawn(shown)
    if response.status_code != 302:
        response["ETag"] = tag
        is_newest = digest == shown.digest
        response["Cache-Control"] = f"max-age={KEPT_S}" if is_newest else "no-cache"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # shown by pages of other sites
    return response


def _drawn(shown: sharing.Shown) -> HttpResponse:
    try:
        return HttpResponse(sharing.png(shown), content_type="image/png")
    except OperationalError:
        return HttpResponseRedirect(static("og.png"), headers={"Cache-Control": "no-store"})
