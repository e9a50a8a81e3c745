"""How the weights in ``models/reader/`` and ``models/names/`` were made; nothing here is needed to
use them."""
