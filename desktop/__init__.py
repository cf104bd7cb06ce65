"""The office: everything a clerk touches. May import ``db``, never the reverse."""
