"""Another desk as a process of its own: ``python -m tests.ui.another_desk URL STATUS PEOPLE [ROUNDS]``.

Brings invented people to a status of the procedure, once for every round, and says "siap" after each commit.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def another_desk(url: str, status: str, people: int = 1, rounds: int = 1) -> None:
    """Run it and wait until it has done its work."""
    command = [sys.executable, "-m", "tests.ui.another_desk", url, status, str(people), str(rounds)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def main(url: str, status: str, people: int, rounds: int) -> None:
    """In the process itself."""
    from desktop.office import Office
    from tests.conftest import MONDAY, Clock, seats_of
    from tests.ui.stages import bring_to

    with tempfile.TemporaryDirectory() as folder:
        office = Office(url, Path(folder), practice=True, clock=Clock(MONDAY))
        for _ in range(rounds):
            bring_to(office, seats_of(office), status, people=people)
            print("siap", flush=True)
        office.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
