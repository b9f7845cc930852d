"""The form of the rules: an input for each parameter, its bounds, and what is wrong in words."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.attribution.parameters import CHOICE, FLAGS, HOURS, NUMBER, SWITCH, TIME, WORDS, BadRule
from chats.attribution.rules import Rules, with_changes
from reports.rules import words as rule_words
from reports.rules.words import PARAMETERS, Parameter

BEGINNING, DAY = "beginning", "day"
WHEN = [(DAY, gettext_lazy("From a day on")), (BEGINNING, gettext_lazy("From the beginning, for all days"))]
MOST_WORDS = 4000  # characters of one list


class HoursWidget(forms.MultiWidget):
    """Two clock inputs, from and to."""

    template_name = "django/forms/widgets/multiwidget.html"

    def __init__(self) -> None:
        attrs = {"class": "form-control", "type": "time"}
        super().__init__([forms.TextInput(attrs), forms.TextInput(attrs)])

    def decompress(self, value: str | None) -> list[str]:
        start, _dash, end = (value or "-").partition("-")
        return [start, "00:00" if end == "24:00" else end]


class HoursField(forms.MultiValueField):
    """HH:MM-HH:MM; an end at 00:00 is midnight."""

    widget = HoursWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([forms.CharField(), forms.CharField()], **kwargs)

    def compress(self, data_list: list[str]) -> str:
        start, end = data_list or ("", "")
        return f"{start}-{'24:00' if end == '00:00' else end}"


class WordsField(forms.CharField):
    """A list, one a line or separated by commas."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea({"class": "form-control", "rows": 3})
        super().__init__(required=False, max_length=MOST_WORDS, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value.split(",")) if isinstance(value, str) and "\n" not in value else value

    def clean(self, value: Any) -> str:
        lines = super().clean(value).replace("，", ",").replace("\r", "").replace("\n", ",").split(",")
        return ",".join(dict.fromkeys(part.strip() for part in lines if part.strip()))


def _field(one: Parameter) -> forms.Field:
    """The input that fits a parameter."""
    if one.kind == TIME:
        clock = forms.TextInput({"class": "form-control", "type": "time"})
        return forms.CharField(widget=clock, label=one.label)
    if one.kind == HOURS:
        return HoursField(label=one.label)
    if one.kind == NUMBER:
        number = forms.NumberInput({"class": "form-control", "inputmode": "numeric"})
        return forms.IntegerField(min_value=one.least, max_value=one.most, widget=number, label=one.label)
    if one.kind == SWITCH:
        switch = forms.CheckboxInput({"class": "form-check-input", "role": "switch"})
        return forms.BooleanField(required=False, widget=switch, label=one.label)
    if one.kind == FLAGS:
        return forms.MultipleChoiceField(
            choices=[(str(flag), name) for flag, name in rule_words.FLAG_NAMES.items()],
            required=False,
            widget=forms.CheckboxSelectMultiple({"class": "choices"}),
            label=one.label,
        )
    if one.kind == CHOICE:
        return forms.ChoiceField(
            choices=list(rule_words.CHOICE_LABELS[one.name].items()),
            widget=forms.Select({"class": "form-select"}),
            label=one.label,
        )
    return WordsField(label=one.label)


class RulesForm(forms.Form):
    """Every parameter with the values of one version, and the day from which changes are valid.

    `changes` are those that differ from that version, as `with_changes` takes them. `seen` tells the
    rules that the page showed, so that nobody overwrites what somebody else saved meanwhile.
    """

    when = forms.ChoiceField(
        label=gettext_lazy("Valid"), choices=WHEN, widget=forms.RadioSelect({"class": "choices"})
    )
    valid_from = forms.DateField(
        label=gettext_lazy("First day"),
        required=False,
        widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    seen = forms.CharField(widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, rules: Rules, seen: str, first_day: dt.date) -> None:
        self.rules, self.shown = rules, seen
        initial = {"when": DAY, "valid_from": first_day, "seen": seen} | _initial(rules)
        super().__init__(data, initial=initial)
        for parameter in PARAMETERS:
            self.fields[parameter.name] = _field(parameter)
            self.fields[parameter.name].widget.attrs["aria-describedby"] = f"about-{parameter.name}"
        self.changes: dict[str, str] = {}

    def clean(self) -> dict[str, Any]:
        """Find what changed, and hold it against the rules' own forms."""
        told = self.cleaned_data
        if told.get("seen") != self.shown:
            self.add_error(None, _("The rules were changed by someone else. Review them and try again."))
        if told.get("when") == DAY and not told.get("valid_from") and "valid_from" not in self.errors:
            self.add_error("valid_from", _("Enter a start date."))
        before = rule_words.typed_rules(self.rules)
        for parameter in PARAMETERS:
            if (
                parameter.name in told
                and (value := _typed(parameter, told[parameter.name])) != before[parameter.name]
            ):
                self._take(parameter, value)
        if not self.changes and not self.errors:
            self.add_error(None, _("Nothing is changed yet."))
        return told

    def _take(self, one: Parameter, value: str) -> None:
        if one.first_only and self.cleaned_data.get("when") != BEGINNING:
            self.add_error(
                one.name,
                _(
                    "Only the first version decides this, for all days: choose “From the beginning”,"
                    " or leave it as it is."
                ),
            )
            return
        try:
            with_changes(self.rules, {one.name: value})
        except BadRule as bad:
            self.add_error(one.name, expected(one, bad))
        else:
            self.changes[one.name] = value

    @property
    def first_day(self) -> dt.date | None:
        """The first day of the new version; None for the beginning."""
        told = self.cleaned_data
        return told["valid_from"] if told["when"] == DAY else None


def _initial(rules: Rules) -> dict[str, Any]:
    found: dict[str, Any] = dict(rule_words.typed_rules(rules))
    found["excluded_flags"] = [str(flag) for flag in rules.excluded_flags]
    found["chase_needs_phrase"] = rules.chase_needs_phrase
    return found


def _typed(one: Parameter, value: Any) -> str:
    if one.kind == SWITCH:
        return "on" if value else "off"
    if one.kind == FLAGS:
        return ",".join(sorted(value))
    return str(value).strip()


def expected(one: Parameter, bad: BadRule) -> str:
    """What was found and what is expected, in words."""
    forms_of = {
        TIME: _("a time from 00:00 to 23:59"),
        HOURS: _("two times, from and to, such as 08:00 and 23:00"),
        NUMBER: _("a whole number from %(least)s to %(most)s") % {"least": one.least, "most": one.most},
        WORDS: _("words, one a line or separated by commas"),
    }
    told = {"value": bad.value, "expected": forms_of.get(one.kind, bad.expected)}
    return _("“%(value)s” is not possible here. Expected: %(expected)s.") % told
