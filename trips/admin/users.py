"""Let staff manage users and groups, whose permissions are said in the reader's language."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.utils.translation import pgettext_lazy

from trips.admin.history import WithHistory

# Django keeps names of permissions in the database, in English.
VERBS = {
    "add": pgettext_lazy("a permission", "add"),
    "change": pgettext_lazy("a permission", "change"),
    "delete": pgettext_lazy("a permission", "delete"),
    "view": pgettext_lazy("a permission", "view"),
}


class PermissionsField(forms.ModelMultipleChoiceField[Permission]):
    """A choice of permissions, as "Trips | poll | change"."""

    def label_from_instance(self, permission: Permission) -> str:
        """Say what a permission allows."""
        verb = permission.codename.partition("_")[0]
        return f"{permission.content_type} | {VERBS.get(verb, permission.name)}"


class WithPermissions(WithHistory[Any]):
    """An admin of rows that have permissions."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **options: Any) -> Any:
        if db_field.related_model is Permission:
            options["form_class"] = PermissionsField
        return super().formfield_for_manytomany(db_field, request, **options)


admin.site.unregister([User, Group])


@admin.register(User)
class StaffUserAdmin(WithPermissions, UserAdmin[User]):
    """The users, of whom some are staff."""


@admin.register(Group)
class StaffGroupAdmin(WithPermissions, GroupAdmin):
    """The groups of users, with what each may do."""
