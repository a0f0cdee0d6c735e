"""The staff's door. What staff change goes through the verbs, so that open hubs hear of it.

`site` holds what all pages of staff share, `entrance` what is asked of them at the door.
"""

from django.contrib import admin

from trips.admin import audit, people, polls, trips

admin.site.site_header = "SocialCart staff"
