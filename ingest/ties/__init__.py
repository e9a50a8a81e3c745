"""Documents that belong together: attachments, and versions of the same minutes."""
