"""The JSON API: one module of addresses for each noun."""
