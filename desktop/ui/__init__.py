"""The window. The only room that imports PySide6; see README.md for how to write a screen."""
