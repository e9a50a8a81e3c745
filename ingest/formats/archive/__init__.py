"""ZIP archives."""
