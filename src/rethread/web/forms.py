"""Forms of the site: they read what a person typed and keep it when it is wrong.

They check shape only; what a size or a price may be, the domains decide and answer by field.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rethread.market.accounts.services import PLACE_CHARS_MAX
from rethread.market.catalogue.rules import MEASURES
from rethread.market.orders.rules.calendar import (
    AUTO_CANCEL_DAYS,
    SHIP_PROMISED_DAYS,
    SHIP_REMINDER_DAYS,
)
from rethread.market.pricing.rules.bundles import COUNTS as BUNDLE_COUNTS
from rethread.market.pricing.rules.bundles import PERCENT_MAX
from rethread.market.pricing.types import BundleTier
from rethread.platform.kernel import settings
from rethread.platform.kernel.languages import LANGUAGES

Choices = Sequence[tuple[str, Any]]  # an inner sequence groups choices under a heading


# A draft may lack anything; these are what publishing will ask for, so they are not "optional".
NEEDED_TO_PUBLISH = ("title", "department", "type", "size", "condition", "colours", "price")


class ListingForm(forms.Form):
    """What a seller says about a piece. The taxonomy comes in from the catalogue."""

    title = forms.CharField(
        label=_("Title"),
        max_length=80,
        required=False,
        help_text=_("What you would call it, like “Dark denim shirt jacket”."),
    )
    department = forms.ChoiceField(label=_("Department"), required=False, widget=forms.RadioSelect)
    type = forms.ChoiceField(label=_("Type"), required=False)
    brand = forms.CharField(
        label=_("Brand"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocapitalize": "words", "autocomplete": "off"}),
    )
    size = forms.ChoiceField(label=_("Size"), required=False)
    condition = forms.ChoiceField(label=_("Condition"), required=False, widget=forms.RadioSelect)
    colours = forms.MultipleChoiceField(
        label=_("Colours"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One or two."),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Fit, fabric, flaws: what you would tell a friend."),
    )
    material = forms.ChoiceField(label=_("Material"), required=False)
    era = forms.ChoiceField(label=_("Era"), required=False)
    styles = forms.MultipleChoiceField(
        label=_("Style"), required=False, widget=forms.CheckboxSelectMultiple
    )
    price = forms.CharField(
        label=_("Price"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        choices: dict[str, Choices],
        measures: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for code in measures:
            self.fields[f"measure_{code}"] = forms.DecimalField(
                label=MEASURES.label(code),
                required=False,
                min_value=0,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
        for name in NEEDED_TO_PUBLISH:
            self.fields[name].needed = True  # type: ignore[attr-defined]  # read by field.html
        for name, options in choices.items():
            field = self.fields[name]
            radio = isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
            first: Choices = [] if radio else [("", _("Choose"))]
            field.choices = [*first, *options]  # type: ignore[attr-defined]  # choice fields only

    def measure_fields(self) -> list[forms.BoundField]:
        """Return what is measured of the type that was chosen."""
        return [self[name] for name in self.fields if name.startswith("measure_")]


class AddressForm(forms.Form):
    """A delivery address."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    line1 = forms.CharField(
        label=_("Street and number"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    line2 = forms.CharField(
        label=_("Flat, floor"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    city = forms.CharField(
        label=_("Town"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )


class ShopForm(forms.Form):
    """A shop's name, address on the site and a few words."""

    name = forms.CharField(label=_("What it is called"), max_length=60)
    handle = forms.CharField(
        label=_("Its address"),
        max_length=30,
        help_text=_("Short, without spaces: emmas_loft makes the address /shop/emmas_loft/"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    bio = forms.CharField(
        label=_("A few words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ships_within_days = forms.IntegerField(
        label=_("Days until you ship"),
        min_value=1,
        max_value=SHIP_PROMISED_DAYS,
        initial=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = gettext(
            "Buyers read this beside your pieces; %(most)d are the most. We remind you after "
            "%(reminder)d days. If nothing was sent after %(end)d days, the order is called off "
            "and the buyer has the money back."
        )
        self.fields["ships_within_days"].help_text = told % {
            "most": SHIP_PROMISED_DAYS,
            "reminder": SHIP_REMINDER_DAYS,
            "end": AUTO_CANCEL_DAYS,
        }


class HolidayForm(forms.Form):
    """When a shop that goes away is back; no day means that its owner will say."""

    vacation_until = forms.DateField(
        label=_("Back on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "Your pieces come back by themselves that morning. Without a day, they rest until you "
            "say so."
        ),
    )


class BundleForm(forms.Form):
    """What a shop takes off for several pieces; an empty field is no step."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for count in BUNDLE_COUNTS:
            self.fields[f"from_{count}"] = forms.IntegerField(
                label=gettext("From %(count)d pieces, per cent") % {"count": count},
                required=False,
                min_value=0,
                max_value=PERCENT_MAX,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def tiers(self) -> tuple[BundleTier, ...]:
        """Return the steps that were filled in."""
        typed = ((count, self.cleaned_data[f"from_{count}"]) for count in BUNDLE_COUNTS)
        return tuple(BundleTier(count, percent) for count, percent in typed if percent)


class DeliveryForm(forms.Form):
    """In which ways a shop delivers, and where it hands over what is picked up."""

    methods = forms.MultipleChoiceField(
        label=_("How buyers get your pieces"),
        choices=(
            ("tracked", _("Tracked: the carrier scans it on its way")),
            ("untracked", _("Untracked: cheaper, and nobody scans it")),
            ("pickup", _("Picked up from you: free, with a code")),
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    pickup_place = forms.CharField(
        label=_("Where you hand things over"),
        max_length=PLACE_CHARS_MAX,
        required=False,
        help_text=_("Everybody can read it. Name a part of town, not your front door."),
    )


class CurrencyForm(forms.Form):
    """What a shop's next pieces are priced in."""

    currency = forms.ChoiceField(label=_("Price your pieces in"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        traded = settings().trading_currencies
        self.fields["currency"].choices = [(code, code) for code in traded]  # type: ignore[attr-defined]  # a choice field


class NameForm(forms.Form):
    """How a person is called; empty is allowed."""

    display_name = forms.CharField(
        label=_("Your name, as others see it"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )


class LanguageForm(forms.Form):
    """What somebody reads in; none is what their browser asks for."""

    language = forms.ChoiceField(
        label=_("Language of pages and letters"),
        required=False,
        choices=[("", _("As my browser asks")), *LANGUAGES.items()],
    )
    currency = forms.ChoiceField(
        label=_("Say what prices are about, in"),
        required=False,
        help_text=_("An estimate beside the price. You pay what the price says, in its currency."),
    )

    def __init__(self, *args: Any, currencies: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if currencies:
            none = ("", _("No other currency"))
            self.fields["currency"].choices = [none, *((code, code) for code in currencies)]  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["currency"]


class KeyForm(forms.Form):
    """What a personal key is for."""

    name = forms.CharField(label=_("What is it for?"), max_length=60)


class ReviewForm(forms.Form):
    """Stars and words about a completed order."""

    rating = forms.TypedChoiceField(
        label=_("Stars"),
        coerce=int,
        choices=[(n, str(n)) for n in range(1, 6)],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("In a sentence or two"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CaseForm(forms.Form):
    """What somebody says on a case."""

    text = forms.CharField(
        label=_("What happened?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
