"""What forms ask of the register: e-Dabu's changes of memberships, SIKS-NG's proposals for PBI JK. Parts of ``import_list``."""

from collections.abc import Sequence
from datetime import date, timedelta

from db.queries.import_files import known_mapping
from db.registry import mutations, people, proposals
from db.registry.people import Keys
from desktop.operations.work import Work
from desktop.sop.mutations import BEGINS, ENDS, REMEMBERED, UNKNOWN, meaning, proposes_pbi
from desktop.sop.reconciling import month_of, next_month, say_month
from desktop.sop.refusals import Refused
from desktop.sop.segments import segments

PROPOSED_FOR = "pbi_jk"
"""The segment that a SIKS-NG list proposes people for."""
REASON = "mutasi e-Dabu"


def end_asked(work: Work, run_id: int, segment: str, first: date) -> dict[str, int]:
    """End what the form ends, and set aside what nobody explained; the remaining lines begin memberships. Gives
    ``berakhir``, and a count of each unknown word. :raises Refused: for a form of quite another month."""
    connection = work.connection
    named, near = mutations.dated(connection, run_id, _month_before(first), next_month(next_month(first)))
    if named and not near:
        what = f"Tidak satu pun tanggal berlaku dalam berkas ini dekat bulan {say_month(first)}."
        raise Refused("wrong_month", f"{what} Pilih bulan yang benar, atau minta berkas bulan itu.")
    found = mutations.words(connection, run_id)
    known = known_mapping(connection, work.staff.office_id, REMEMBERED)
    means = {word: meaning(word, known.mapping if known else {}) for word in found}
    ending = [word for word, said in means.items() if said == ENDS]
    unknown = [word for word, said in means.items() if said not in (BEGINS, ENDS)]
    mutations.mark(connection, run_id, {mutations.ENDING: ending, "mutasi_lain": unknown})
    ended = mutations.end(connection, run_id, segment, first, work.now)
    return {"berakhir": ended, **{f"{UNKNOWN}{word}": found[word] for word in unknown}}


def take_proposed(
    work: Work, run_id: int, layout: str, period: str, fields: Sequence[str], keys: Keys
) -> dict[str, int]:
    """Set aside who is proposed for something else or cannot be proposed; the others are known from now on, and kept as
    the month's proposals. Gives the counts."""
    connection = work.connection
    people.resolve(connection, run_id)
    others = [word for word in proposals.programs(connection, run_id) if not proposes_pbi(word)]
    proposals.leave_out(connection, run_id, others)
    proposals.ask(connection, run_id, layout, period, [one.code for one in segments() if one.kis])
    new = people.enrol(work.backend, connection, run_id, work.staff.office_id, work.now, keys)
    filled = people.fill_blanks(connection, run_id, work.now, fields)
    families = people.keep_families(connection, run_id, month_of(period))
    kept = proposals.keep(connection, run_id, PROPOSED_FOR, period)
    return {"masuk": kept, "orang_baru": new, "dilengkapi": filled, "kk": families}


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
