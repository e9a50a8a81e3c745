"""One ingest of many files: what is to be read, read side by side within limits, kept on disk."""
