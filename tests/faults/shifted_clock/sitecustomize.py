"""Imported by every Python that starts with this folder on its path: its clock on the wall is off
by the seconds that ``TVAERSNIT_TEST_CLOCK`` says. What waits are measured by is left alone."""

import os
import time

_OFF = int(os.environ["TVAERSNIT_TEST_CLOCK"])
_time, _time_ns = time.time, time.time_ns

time.time = lambda: _time() + _OFF
time.time_ns = lambda: _time_ns() + _OFF * 1_000_000_000
