"""The layouts that Padan reads and writes: one file each, listed in `registry`."""
