"""Padan's one entry: without a verb it opens the office, ``main.py VERB`` does the same work without a screen."""

import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["--rows-apart"]:
        # Before all the verbs are loaded: another Padan waits for the rows of its workbook.
        from desktop.spreadsheets.rows_apart import serve

        sys.exit(serve(int(sys.argv[2])))
    from desktop.cli import main

    sys.exit(main(sys.argv[1:]))
