"""The widgets of the kit, by name; see ``desktop/ui/README.md`` for each one's use.

Each is imported when it is first asked for, so that the sign-in page does not pay for the lists and charts.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_HOMES = {
    "ActionBar": "action_bar",
    "Bar": "bars",
    "BarChart": "bars",
    "BarList": "bars",
    "Caption": "labels",
    "Card": "card",
    "Check": "panel",
    "Chip": "chip",
    "Column": "columns",
    "Compare": "facts",
    "ConfirmSheet": "sheet",
    "Elided": "labels",
    "EmptyState": "empty",
    "FacePicture": "photo",
    "Facts": "facts",
    "Figure": "header",
    "FigureCard": "card",
    "Form": "form",
    "Header": "header",
    "IconLabel": "labels",
    "Leg": "panel",
    "ListCard": "list_card",
    "MessageBar": "message_bar",
    "Muted": "labels",
    "NikLabel": "nik",
    "Page": "pdf_preview",
    "Panel": "panel",
    "PdfPreview": "pdf_preview",
    "PhotoWell": "photo",
    "Pressable": "card",
    "Progress": "progress",
    "ReasonSheet": "sheet",
    "Segment": "columns",
    "Segments": "segments",
    "Sheet": "sheet",
    "Strong": "labels",
    "Task": "facts",
    "TaskList": "facts",
    "Title": "labels",
    "Toasts": "toasts",
    "WorkList": "work_list",
    "hairline": "labels",
    "plain": "labels",
    "set_tone": "labels",
}
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


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"desktop.ui.widgets.{_HOMES[name]}"), name)
