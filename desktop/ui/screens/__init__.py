"""One screen, one file; ``registry.py`` lists them."""
