"""The record room: tables, statements and connections. Knows no screen and no procedure."""
