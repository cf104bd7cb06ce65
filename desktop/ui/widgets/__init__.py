"""The widgets of the kit, by name; see ``desktop/ui/README.md`` for each one's use."""

from desktop.ui.widgets.action_bar import ActionBar
from desktop.ui.widgets.bars import Bar, BarChart, BarList
from desktop.ui.widgets.card import Card, FigureCard, Pressable
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.columns import Column, Segment
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.facts import Compare, Facts, Task, TaskList
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.header import Figure, Header
from desktop.ui.widgets.labels import Caption, Elided, IconLabel, Muted, Strong, Title, hairline, plain, set_tone
from desktop.ui.widgets.list_card import ListCard
from desktop.ui.widgets.message_bar import MessageBar
from desktop.ui.widgets.nik import NikLabel
from desktop.ui.widgets.panel import Check, Leg, Panel
from desktop.ui.widgets.pdf_preview import Page, PdfPreview
from desktop.ui.widgets.photo import FacePicture, PhotoWell
from desktop.ui.widgets.progress import Progress
from desktop.ui.widgets.segments import Segments
from desktop.ui.widgets.sheet import ConfirmSheet, ReasonSheet, Sheet
from desktop.ui.widgets.toasts import Toasts
from desktop.ui.widgets.work_list import WorkList

__all__ = [
    "ActionBar",
    "Bar",
    "BarChart",
    "BarList",
    "Caption",
    "Card",
    "Check",
    "Chip",
    "Column",
    "Compare",
    "ConfirmSheet",
    "Elided",
    "EmptyState",
    "FacePicture",
    "Facts",
    "Figure",
    "FigureCard",
    "Form",
    "Header",
    "IconLabel",
    "Leg",
    "ListCard",
    "MessageBar",
    "Muted",
    "NikLabel",
    "Page",
    "Panel",
    "PdfPreview",
    "PhotoWell",
    "Pressable",
    "Progress",
    "ReasonSheet",
    "Segment",
    "Segments",
    "Sheet",
    "Strong",
    "Task",
    "TaskList",
    "Title",
    "Toasts",
    "WorkList",
    "hairline",
    "plain",
    "set_tone",
]
