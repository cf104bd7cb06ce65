"""Padan's one entry: without a verb it opens the office, ``main.py VERB`` does the same work without a screen."""

import sys

if __name__ == "__main__":
    from desktop.cli import main

    sys.exit(main(sys.argv[1:]))
