"""Serve the staff's admin. Its changes run the same functions as the pages: open hubs hear of them.

`base` holds what all pages of staff share, `entrance` guards their door.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from trips.admin import audit, deliveries, messages, people, polls, reports, trips, users

admin.site.site_header = admin.site.site_title = _("SocialCart staff")
