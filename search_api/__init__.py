"""How a question is answered: the verbs, and their faces on the command line and over HTTP."""
