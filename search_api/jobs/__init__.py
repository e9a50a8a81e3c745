"""Uploads on their way into the corpus: received, queued, taken in by a process of their own."""
