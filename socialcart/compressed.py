"""Compress pages, but not where a stranger's words could stand beside a secret (BREACH)."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class Compressed(GZipMiddleware):
    """Middleware that compresses a page whose request brought no words that it may repeat.

    The length of a compressed page tells whether words in it are alike. A page repeats its query
    and what a form brought, and may hold an invitation: then it goes out as it is. A form's token
    is new in each page, and up to 100 random bytes hide what names of members would tell.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return a page compressed where that is safe; files and answers to calls as they are."""
        is_page = response.get("Content-Type", "").startswith("text/html")
        if not is_page or request.method != "GET" or request.META.get("QUERY_STRING"):
            return response
        return super().process_response(request, response)
