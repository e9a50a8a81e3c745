"""Whether catalogue and index are whole and say the same: every invariant, and how it is mended."""
