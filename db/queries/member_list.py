"""Members of a segment on any day, with what the offices exchange about them; a page at a time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from sqlalchemy import Connection, and_, func, or_, select

from db.queries.membership_counts import held_on
from db.tables.lists import list_row
from db.tables.people import membership, person
from db.tables.registry import family_member

PAGE = 5000
Read = Callable[[str, date, int], tuple[dict[str, object], ...]]
_OWN = ("family_number", "facility_code", "marital", "id_dtks")
_TOLD = ("family_number", "facility_code", "facility", "marital")
_THEIRS = tuple(f"their_{name}" for name in _TOLD)
FIELDS = ("number", "nik", "name", "sex", "birth_date", "birth_place", "address", "kelurahan", "kecamatan", "facility")


def member_page(
    connection: Connection, segment: str, day: date, after: int, limit: int = PAGE, *, told: int = 0
) -> tuple[dict[str, object], ...]:
    """Facts by the names of the vocabulary of lists, in the order of the memberships, from behind ``after`` (their id).
    Where the register is silent about clinic, family number or marital state, the line of BPJS's list ``told`` stands."""
    m, p, f, line = membership.c, person.c, family_member.c, list_row.alias()
    held = (f.person_id == p.id, f.valid_from <= day, or_(f.valid_to.is_(None), f.valid_to > day))
    # Two held on one day when records were merged later: the newer one.
    newest = select(f.kk).where(*held).order_by(f.valid_from.desc(), f.id.desc()).limit(1)
    kk = newest.correlate(person).scalar_subquery()
    columns = (
        *(m.id, m.participant_number, p.nik, p.name, p.sex, p.birth_date, p.birth_place, p.address, p.kelurahan),
        *(p.kecamatan, m.facility, m.ward_class, m.valid_from, kk, p.id.label("person_id")),
        newest.with_only_columns(f.relation).correlate(person).scalar_subquery(),
        *(m.family_number, m.facility_code, p.marital, p.id_dtks),
        *(line.c[name] for name in _TOLD),
    )
    # The page's memberships first, walked by their ids: by the segment's index every page would gather the whole segment to
    # sort it, and no index knows an expression.
    mine = and_(func.coalesce(m.segment, "") == segment, held_on(day), m.id > after)
    page = select(m.id).where(mine).order_by(m.id).limit(limit).subquery("page")
    # A number that stands twice in their list must not make two members of one.
    other = list_row.alias()
    first = select(func.min(other.c.id)).where(other.c.run_id == told, other.c.number == m.participant_number)
    joined = page.join(membership, m.id == page.c.id).join(person, p.id == m.person_id)
    joined = joined.outerjoin(line, line.c.id == first.correlate(membership).scalar_subquery())
    rows = connection.execute(select(*columns).select_from(joined).where(p.merged_into.is_(None)).order_by(m.id))
    return tuple(_facts(row) for row in rows)


def _facts(row: Iterable[object]) -> dict[str, object]:
    names = ("id", *FIELDS, "ward_class", "valid_from", "kk", "person_id", "relation", *_OWN, *_THEIRS)
    facts = dict(zip(names, row, strict=True))
    theirs = {name: facts.pop(their) for name, their in zip(_TOLD, _THEIRS, strict=True)}
    for name in ("family_number", "marital"):
        facts[name] = facts[name] or theirs[name]
    # A code belongs to its clinic: never the code of one beside the name of another.
    if not facts["facility_code"] and facts["facility"] in ("", theirs["facility"]):
        facts |= {name: theirs[name] for name in ("facility", "facility_code") if theirs[name]}
    born, since = facts["birth_date"], facts["valid_from"]
    facts["birth_date"] = born.isoformat() if isinstance(born, date) else None
    facts["effective_date"] = since.isoformat() if isinstance(since, date) else None
    return facts


def pages(read: Read, segment: str, day: date) -> Iterator[tuple[dict[str, object], ...]]:
    """All pages; ``read`` gives the one behind an id, each in a short reading of its own."""
    after = 0
    while page := read(segment, day, after):
        yield page
        last = page[-1]["id"]
        assert isinstance(last, int)  # noqa: S101
        after = last
