"""A choice of several rows by their ids, whatever somebody writes in place of one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONGEST_ID = 18  # digits; the whole numbers of databases end with 19


class BoundedIds(forms.ModelMultipleChoiceField[Any]):
    """For fields of several rows: an id beyond all numbers of a database is nobody's.

    For one id Django knows that itself; in a list it hands such a number on, and the query breaks.
    """

    def _check_values(self, value: Any) -> Any:
        for one in value:
            if len(str(one)) > LONGEST_ID:
                params = {"value": str(one)[:LONGEST_ID], "pk": str(one)[:LONGEST_ID]}
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params=params
                )
        return super()._check_values(value)  # type: ignore[misc]  # Django has it, its stubs do not


class SeveralField(BoundedIds):
    """Several rows of a form."""
