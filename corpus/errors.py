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


class CatalogueUnavailable(TvaersnitError):
    """A catalogue that cannot be read or written for now: its server, its disk, its rights."""


class MachineFault(TvaersnitError):
    """A disk that is full, can only be read or fails, or a machine without memory enough."""


class IndexAway(BrokenIndex):
    """An index server that does not answer, or not as it should; what it holds may be whole."""


class EncoderMismatch(TvaersnitError):
    """An index made by another encoder than the one that is set."""


class IngestUnderWay(TvaersnitError):
    """A change to a corpus that another one is being made to."""


class NotFound(TvaersnitError):
    """A document, item or entity that the catalogue does not hold."""


class BadValue(TvaersnitError):
    """A value that the user gave, such as a filter, and that cannot be used."""


class NotReady(TvaersnitError):
    """Asked before the models are loaded."""


class NotLoggedIn(TvaersnitError):
    """Asked without a key, or with one that does not count."""


class Forbidden(TvaersnitError):
    """Asked for more than the key's role or clearance allows."""


class Conflict(TvaersnitError):
    """Something that cannot be done as things stand, such as a name that is taken."""


class Misdirected(TvaersnitError):
    """Asked under a name that is not the service's."""


class TooLarge(TvaersnitError):
    """More bytes sent than the service takes."""


class TooMany(TvaersnitError):
    """More requests than the key's limit; another is taken in ``retry_after`` seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Overloaded(TvaersnitError):
    """More asked at once than the service can answer; it may be better in ``retry_after``
    seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
