"""How minutes come in: files → items → chunks → entities → vectors."""
