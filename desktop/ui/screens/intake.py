"""Penjangkauan: people found on the street are recorded one after the other and handed over to a panti (step 1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from db.queries.cases import CaseRow, cases_by_id, queue
from db.queries.offices import OfficeRow, offices
from db.queries.person import photo
from desktop.operations.attach_photo import AttachPhoto
from desktop.operations.command import new_request
from desktop.operations.edit_case import EditCase
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.outcome import Outcome
from desktop.operations.send_to_panti import SendToPanti
from desktop.sop.refusals import Refused
from desktop.ui.format import clock_left, duration, left_tone
from desktop.ui.screens import intake_words as words
from desktop.ui.screens.base import Screen
from desktop.ui.screens.intake_form import LABELS, IntakeForm
from desktop.ui.screens.moving import action_of, move_command, procedure_of, reasons, seen, step_line
from desktop.ui.tasks import Job
from desktop.ui.widgets import Card, Chip, Column, Figure, ListCard, Segment, plain
from desktop.ui.widgets.form import Wheelless
from desktop.ui.widgets.letter_sheet import show_letter

ACTION = "serahkan"
MOST = 500


@dataclass(frozen=True, slots=True)
class Found:
    """One person of the list: the case, why it cannot be handed over yet, and the words of its chip."""

    case: CaseRow
    code: str
    obstacle: str

    @property
    def id(self) -> int:
        """The case."""
        return self.case.id

    @property
    def chip(self) -> tuple[str, str]:
        """(word, tone)."""
        if self.obstacle:
            return words.SHORT.get(self.code, "Belum bisa"), "bad"
        return ("Dikembalikan", "warn") if self.case.reason else ("Siap", "ok")
