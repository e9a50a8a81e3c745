"""Who may what: keys, sessions, limits."""
