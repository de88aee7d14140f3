"""Codes of the books, the provider and the audit trail in the words that staff read.

A code that has no words here is shown as it is: better a code than a blank.
"""

from __future__ import annotations

from django import template

from .. import words

register = template.Library()


@register.filter
def promise(name: str) -> str:
    """Say what a promise about money or cases means."""
    return words.promise_words(name)


@register.filter
def operation(kind: str) -> str:
    """Say what was asked of the payment provider."""
    return words.operation_words(kind)


@register.filter
def operation_state(state: str) -> str:
    """Say how far a request to the payment provider came."""
    return words.operation_state_words(state)


@register.filter
def deed(action: str) -> str:
    """Say what a member of staff did."""
    return words.deed_words(action)
