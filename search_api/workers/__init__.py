"""Several processes that answer at one address, and the one that looks after them."""
