"""Errors that users meet. Each says in Danish what is wrong, where, and what to do."""

from __future__ import annotations


class TvaersnitError(Exception):
    """An error with a Danish message for the user; never a stack trace."""

    exit_code = 2


class UnreadableFile(TvaersnitError):
    """A file that cannot be taken in; the rest of the batch goes on."""


class EmptyCorpus(TvaersnitError):
    """A question asked before anything was taken in."""


class BrokenIndex(TvaersnitError):
    """An index that cannot be opened or does not match the catalogue."""


class EncoderMismatch(TvaersnitError):
    """An index made by another encoder than the one that is set."""


class NotFound(TvaersnitError):
    """A document, item or entity that the catalogue does not hold."""


class BadValue(TvaersnitError):
    """A value that the user gave, such as a filter, and that cannot be used."""
