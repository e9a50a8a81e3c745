"""Mails and saved web pages: messages of several parts."""
