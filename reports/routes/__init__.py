"""Addresses of reports, a file an area."""
