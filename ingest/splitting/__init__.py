"""A text into agenda items and their sections."""
