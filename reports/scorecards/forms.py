"""Forms of the scorecard editor and of sales targets; people write per cent, yuan and seconds."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import offer_choices
from accounts.models import Agent
from reports.metrics.scorecard import FIXED, LAST_MONTH, BadLine, Line, checked
from reports.scorecards import words as scorecard_words

HUNDRED = Decimal(100)
MOST_LINES = 20
MOST = 10**12  # more is no value of any metric, and not every database could keep it


def _scale(metric: str, band: str) -> Decimal:
    """By what a stored value is multiplied to be written in the form: shares as per cent, fen as yuan."""
    if band == LAST_MONTH or (band == FIXED and scorecard_words.unit(metric) == "rate"):
        return HUNDRED
    return 1 / HUNDRED if band == FIXED and scorecard_words.unit(metric) == "money" else Decimal(1)


class LineForm(forms.Form):
    """One line of a card. A line without a metric is left out."""

    metric = forms.ChoiceField(label=_("Metric"), required=False)
    weight = forms.IntegerField(label=_("Weight"), min_value=0, max_value=1000, required=False)
    band = forms.ChoiceField(label=_("Points by"), choices=scorecard_words.BANDS.items(), required=False)
    at_60 = forms.DecimalField(label=_("60 points at"), min_value=-MOST, max_value=MOST, required=False)
    at_100 = forms.DecimalField(label=_("100 points at"), min_value=-MOST, max_value=MOST, required=False)
    gate = forms.IntegerField(label=_("At least"), min_value=0, max_value=1_000_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "metric", [("", "—"), *scorecard_words.choices()])
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name in ("metric", "band") else "form-control"
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("metric"):
            for name in ("weight", "at_60", "at_100"):
                if found.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Enter a number."))
        return found

    def line(self) -> Line | None:
        """The line that was filled in; call on a valid form."""
        told = self.cleaned_data
        if not told.get("metric"):
            return None
        band = told["band"] or FIXED
        scale = _scale(told["metric"], band)
        low, high = (float(told[name] / scale) for name in ("at_60", "at_100"))
        return Line(told["metric"], told["weight"], low, high, told["gate"] or 0, band)


class Lines(forms.BaseFormSet[Any]):
    """All lines of a card, which must be able to stand together."""

    lines: tuple[Line, ...] = ()

    def clean(self) -> None:
        if any(self.errors):
            return
        given = [line for form in self.forms if (line := form.line())]
        try:
            self.lines = checked(given)
        except BadLine as error:
            about = scorecard_words.name(error.metric) if error.code != "no_weight" else ""
            text = str(scorecard_words.WRONG[error.code])
            raise forms.ValidationError(f"{about}: {text}" if about else text) from error


LinesForm = forms.formset_factory(
    LineForm, formset=Lines, extra=2, max_num=MOST_LINES, absolute_max=MOST_LINES
)


def initial(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines as the form shows them."""
    return [
        {
            "metric": line.metric,
            "weight": line.weight,
            "band": line.band,
            "at_60": _number(line.at_60, _scale(line.metric, line.band)),
            "at_100": _number(line.at_100, _scale(line.metric, line.band)),
            "gate": line.gate,
        }
        for line in lines
    ]


def _number(value: float, scale: Decimal) -> Decimal:
    return (Decimal(str(value)) * scale).normalize() + 0


class VersionForm(forms.Form):
    """Under which name and from which day on a card counts."""

    name = forms.CharField(label=_("Name"), max_length=80)
    valid_from = forms.DateField(
        label=_("Counts from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Spans that end before this day keep the version they had."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"


class TargetsForm(forms.Form):
    """One amount an agent, in yuan; an empty one is no target."""

    def __init__(self, *args: Any, agents: Sequence[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for agent in agents:
            self.fields[f"agent-{agent.pk}"] = forms.DecimalField(
                label=agent.name, required=False, min_value=0, max_value=10**9, decimal_places=2
            )
            self.fields[f"agent-{agent.pk}"].widget.attrs["class"] = "form-control"

    def amounts(self) -> dict[int, int | None]:
        """Agent → fen, None for no target; call on a valid form."""
        return {
            int(name.removeprefix("agent-")): None if yuan is None else int(yuan * 100)
            for name, yuan in self.cleaned_data.items()
        }
