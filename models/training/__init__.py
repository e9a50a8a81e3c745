"""How the weights in ``models/reader/`` were made; nothing here is needed to use them."""
