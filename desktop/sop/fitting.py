"""Which decisions fit a kind of finding: nothing is added that was billed; who is not billed is added, or ends with us."""

from desktop.sop.reconciling import Decision, FindingRule, Price, finding_rules

FITTING: dict[Price, tuple[Decision, ...]] = {
    "baris": ("stop", "sengketa", "tetap"),
    "selisih": ("stop", "sengketa", "tetap"),
    "kurang": ("tambah", "stop", "sengketa", "tetap"),
    "tidak": ("sengketa", "tetap"),
}
"""How a rule prices its findings → what may be decided about them."""


def fits(rule: str, decision: str) -> bool:
    """Whether findings of this rule may be so decided; what the rule itself proposes always may."""
    known: FindingRule | None = next((one for one in finding_rules() if one.code == rule), None)
    return known is not None and decision in {known.decision, *FITTING[known.price]}
