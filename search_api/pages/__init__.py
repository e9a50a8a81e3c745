"""The web pages: server-rendered, and whole without JavaScript."""
