"""Whether a process that is forked may use the models of the one that it was forked from.

What has been loaded, it may, and shares the memory. What has computed, it may not: the threads that
compute do not come along.
"""

from __future__ import annotations

import os

_home = 0
_computed = False


def home() -> int:
    """Names the models that this process may use: to be part of the key they are kept under."""
    return _home


def computing() -> None:
    """From now on the models of this process are its own."""
    global _computed
    _computed = True


def _in_child() -> None:
    global _home, _computed
    if _computed:
        _home, _computed = os.getpid(), False


os.register_at_fork(after_in_child=_in_child)
