"""The offices a new one begins with."""

from desktop.operations.open_office import NewOffice
from desktop.sop.procedure import ROLES


def with_partners(kind: str, name: str, city: str) -> list[NewOffice]:
    """A new office and the agencies it works with: the chain needs every one of them. Their letterheads are
    completed on the page "Kantor dan libur"."""
    partners = [partner for partner in ROLES if partner not in {kind, "admin"}]
    return [
        NewOffice(kind=kind, name=name, city=city),
        *(NewOffice(kind=partner, name=f"{ROLES[partner]} {city}".strip(), city=city) for partner in partners),
    ]
