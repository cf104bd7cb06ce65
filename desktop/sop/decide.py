"""May this actor make this move on these cases? One pure function asked by the screen for its button
and by the operation inside its transaction, so that both always say the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.sop.procedure import ROLES, Action, Procedure, Step
from desktop.sop.refusals import Reason
from desktop.sop.rules import RULES, Facts


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wants to act: staff id, the roles held now, and the office worked for."""

    staff_id: int
    roles: frozenset[str]
    office_id: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one case: allowed when ``reason`` is ``None``."""

    facts: Facts
    reason: Reason | None

    @property
    def allowed(self) -> bool:
        """Whether the move may be made."""
        return self.reason is None


def decide(procedure: Procedure, actor: Actor, action_name: str, cases: Sequence[Facts]) -> tuple[Verdict, ...]:
    """One verdict for every case, in the order given.

    The checks go from what the clerk cannot mend (role, turn) to what can be mended (rules), first one wins.
    Under the batch policy ``all_or_nothing`` one refusal refuses all.
    """
    step, action = procedure.step_of(action_name), procedure.action(action_name)
    verdicts = tuple(Verdict(facts, _reason(procedure, actor, step, action, facts)) for facts in cases)
    blocked = [verdict for verdict in verdicts if not verdict.allowed]
    if action.batch == "all_or_nothing" and blocked:
        whole = Reason("batch_blocked", f"Daftar ini hanya bisa maju utuh; tertahan oleh {blocked[0].facts.label}.")
        verdicts = tuple(verdict if verdict.reason else Verdict(verdict.facts, whole) for verdict in verdicts)
    return verdicts


def _reason(procedure: Procedure, actor: Actor, step: Step, action: Action, facts: Facts) -> Reason | None:
    if step.actor not in actor.roles:
        return Reason("not_your_role", f"Langkah {step.number} dikerjakan {ROLES[step.actor]}. Minta petugasnya.")
    if facts.status not in action.sources:
        return Reason("not_this_turn", _turn_sentence(procedure, facts))
    if actor.office_id not in (
        (facts.origin_office_id, facts.sender_office_id) if action.recall else (facts.office_id,)
    ):
        return Reason("other_office", "Orang ini ditangani kantor lain. Minta kantor itu meneruskannya.")
    if facts.taken_by not in (None, actor.staff_id):
        return Reason(
            "taken",
            f"Sedang dikerjakan {facts.taken_name.rstrip('.')}. Minta dilepas dulu, atau tunggu sampai lepas sendiri.",
        )
    for maker in action.second_pair_of_eyes:
        if (maker, actor.staff_id) in facts.makers:
            return Reason(
                "own_work", f"Anda sendiri yang {procedure.action(maker).label.lower()}; pemeriksa harus orang lain."
            )
    for rule in action.rules:
        sentence = RULES[rule](facts)
        if sentence:
            return Reason(rule, sentence)
    return None


def _turn_sentence(procedure: Procedure, facts: Facts) -> str:
    status = procedure.status(facts.status)
    if not status.waits_for:
        return f"Kasus ini sudah berakhir ({status.label.lower()}). Tidak ada lagi yang perlu dikerjakan."
    return f"Sekarang {status.label.lower()}: giliran {ROLES[status.waits_for]}. Muat ulang daftar Anda."
