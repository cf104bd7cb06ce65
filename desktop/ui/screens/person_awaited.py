"""What is under way for a person beside the memberships, in words: proposed, or reported dead or moved. No Qt."""

from db.queries.awaited import Awaited
from db.queries.gone import WORDS
from desktop.sop.procedure import load_procedure
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.segments import label
from desktop.ui.format import day
from desktop.ui.screens.home_facts import short_office


def awaited_words(awaited: Awaited) -> list[tuple[str, str]]:
    """Lines for ``Facts``; none for what is settled."""
    facts = []
    if (one := awaited.proposal) is not None:
        said = f"{label(one.segment)} oleh {short_office(one.office)}, usulan {say_month(month_of(one.period))}"
        facts.append(("Diusulkan", f"{said}; belum menjadi peserta"))
    if (event := awaited.reported) is not None:
        status = load_procedure("terpadu").status(event.status)
        if status.waits_for:
            said = f"{WORDS[event.kind]} {day(event.event_date)}"
            facts.append(("Dilaporkan", f"{said}; {status.label[0].lower()}{status.label[1:]}, belum ditetapkan BPJS"))
    return facts
