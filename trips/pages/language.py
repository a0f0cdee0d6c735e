"""Choose the language of a page: the visitor's choice, else what the browser asks for.

Search engines choose none: for them the start page has an address a language, `/?language=hi`.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trips import browsers, wire
from trips.deliveries import devices
from trips.pages.decorators import only_takes_form, page
from trips.pages.responses import see_other

IN_ENGLISH = "/api/"  # programs compare it, and answers are kept for all
WITH_WORDS = ("text/html", "text/calendar", "text/csv", "application/json")
LONGEST = 2_000  # of a path, in characters


class Languages(LocaleMiddleware):
    """Middleware that draws pages in the visitor's language, kept in a cookie without a session."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the cookie, of the start page's address or of Accept-Language.

        Or English, if it is fixed.
        """
        named = settings.LANGUAGE_CODE
        if not request.path_info.startswith(IN_ENGLISH):
            named = _named_by_address(request)
        if named:
            translation.activate(named)
            request.LANGUAGE_CODE = named
        else:
            super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set Content-Language, and Vary by what the language depends on."""
        if not _has_words(request, response):
            return response
        if request.path_info.startswith(IN_ENGLISH):
            response.headers.setdefault("Content-Language", settings.LANGUAGE_CODE)
            return response
        patch_vary_headers(response, ("Cookie",))
        return super().process_response(request, response)


def _has_words(request: HttpRequest, response: HttpResponseBase) -> bool:
    is_page = response.get("Content-Type", "").startswith(WITH_WORDS)
    return is_page or request.path_info == reverse("admin:jsi18n")  # what scripts of staff say


def _named_by_address(request: HttpRequest) -> str:
    """Return the language that the address of a start page names, unless the visitor has chosen."""
    known = dict(settings.LANGUAGES)
    has_chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) in known
    named = request.GET.get("language", "") if request.path_info == reverse("home") else ""
    return named if named in known and not has_chosen else ""


@only_takes_form
@never_cache
@page
def choose(request: HttpRequest) -> HttpResponse:
    """Set the cookie of the chosen language, and redirect back to the page."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        sentence = _("This site is not written in that language. Choose one below a page.")
        raise wire.Refusal("invalid", language=sentence)
    if browser := browsers.of(request).id:
        devices.set_language(browser, language)
    response = see_other(_on_this_site(request.POST.get("next", "")))
    browsers.set_cookie(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


def _on_this_site(address: str) -> str:
    """Return the path if it is one of this site, else that of the start page."""
    is_path = address.startswith("/") and len(address) <= LONGEST
    if is_path and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return reverse("home")
