"""One read model a list: a frozen dataclass and the one statement that fills it."""
