"""The verbs of ``main.py``, one file each: the same work as on the screens, without a screen (DESIGN §12)."""
