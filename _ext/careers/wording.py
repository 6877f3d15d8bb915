"""How figures, dates and names are worded, the same on pages, in data and in drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_name

from careers.model import MarketEstimate, PayBand

if TYPE_CHECKING:
    from datetime import date

    from careers.model import Pay, Years

LOCALE = "en_GB"
NO_PAY = "No pay figure is published for this role."


def level_title(level: str) -> str:
    """Return a level as it is shown."""
    return level.replace("-", " ").capitalize()


def category_title(category: str) -> str:
    """Return a category of skills as it is shown."""
    words = " ".join("AI" if word == "ai" else word for word in category.split("-"))
    return words[:1].upper() + words[1:]


def show_date(day: date) -> str:
    """Return a day as it is shown."""
    return format_date(day, "d MMMM y", locale=LOCALE)


def show_years(years: Years) -> str:
    """Return a span of years as it is shown."""
    if years.high is None:
        return f"{years.low} years or more"
    if years.high == years.low:
        return f"{years.low} year{'' if years.low == 1 else 's'}"
    return f"{years.low}–{years.high} years"


def pay_in_short(pay: Pay | None) -> str:
    """Return a pay figure with its source in a line, or that there is none."""
    match pay:
        case None:
            return NO_PAY
        case PayBand():
            return f"{band(pay)}. Band by {pay.source}, {_dated(pay)}."
        case MarketEstimate():
            return f"{average(pay)} on average. Market estimate by {pay.source}, {_dated(pay)}."


def average(pay: MarketEstimate) -> str:
    """Return what is paid on average, such as '131,076 US dollars a year'."""
    return f"{_number(pay.average)} {_currency(pay, pay.average)} {_per(pay)}"


def band(pay: PayBand) -> str:
    """Return a pay band, such as '40,000 to 50,000 euros a year'."""
    return f"{_number(pay.low)} to {_number(pay.high)} {_currency(pay, pay.high)} {_per(pay)}"


def _number(amount: float) -> str:
    return format_decimal(amount, locale=LOCALE)


def _currency(pay: Pay, amount: float) -> str:
    return get_currency_name(pay.currency, count=amount, locale=LOCALE)


def _per(pay: Pay) -> str:
    return f"{'an' if pay.per == 'hour' else 'a'} {pay.per}"


def _dated(pay: Pay) -> str:
    return f"as of {show_date(pay.as_of)}" if pay.as_of else "undated"
