"""Sealed copies of an office: their format, their keys, the folder they lie in. No database, no screen."""
