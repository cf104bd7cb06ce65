"""Verbs, one file each: a frozen command and the function that carries it out inside one transaction."""
