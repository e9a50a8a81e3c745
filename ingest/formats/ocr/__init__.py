"""Scans and pictures, read by Tesseract."""
