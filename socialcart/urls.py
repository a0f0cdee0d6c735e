"""List every URL: the staff's admin, then the trips."""

from django.contrib import admin
from django.urls import include, path

handler400 = "trips.pages.errors.unreadable"
handler500 = "trips.pages.errors.failed"
urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("trips.urls")),
]
