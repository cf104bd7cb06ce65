"""The form of one found person: understood while it is typed, quick to fill with the keyboard alone."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from db.queries.cases import CaseRow
from desktop.sop.names import check_name, split_alias
from desktop.sop.ppks import CATEGORIES
from desktop.ui.screens.intake_words import (
    HINTS,
    KEPT,
    LABELS,
    LONGEST,
    ROWS,
    SMART,
    Understood,
    birth_text,
    moment_text,
    newcomer_values,
    read_birth,
    read_moment,
    read_nik,
)
from desktop.ui.widgets import PhotoWell
from desktop.ui.widgets.field import Field, KeyChoice, OpenChoice

NO_NAME = "Nama atau alias perlu diisi. Bila tidak ada nama, tulis sebutan atau cirinya sebagai alias."
State = dict[str, Any]
Snapshot = tuple[State, State, dict[str, Any]]


class IntakeForm(QWidget):
    """``values()`` are the fields of a ``Newcomer``; texts the clerk left as loaded keep their stored values."""

    changed = Signal()
    photo_given = Signal(object)  # bytes as chosen, or None

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._clean: State = {}
        self._stored: dict[str, Any] = {}
        self._quiet = False
        self.fields: dict[str, Field] = {}
        self.sex = KeyChoice((("L", "Laki-laki"), ("P", "Perempuan")))
        self.photo = PhotoWell()
        self._build()
        self._listen()
        self.begin()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll, inside = QScrollArea(), QWidget()
        inside.setObjectName("inside")
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(scroll)
        self.pane = scroll
        box = QVBoxLayout(inside)
        box.setContentsMargins(16, 2, 12, 10)
        box.setSpacing(9)
        for names in ROWS:
            row = QHBoxLayout()
            row.setSpacing(14)
            for name in names:
                self.fields[name] = Field(LABELS[name], self._control(name))
                row.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
            box.addLayout(row)
        box.addWidget(self.photo)
        box.addStretch(1)

    def _control(self, name: str) -> QWidget:
        if name == "sex":
            return self.sex
        if name in ("found_place", "category"):
            return OpenChoice(CATEGORIES if name == "category" else (), 250 if name == "found_place" else 120)
        line = QLineEdit()
        line.setMaxLength(LONGEST.get(name, 500))
        line.setPlaceholderText(HINTS.get(name, ""))
        return line

    def _listen(self) -> None:
        self.sex.changed.connect(lambda: self._typed("sex"))
        self.photo.changed.connect(self._photo_changed)
        for name, field in self.fields.items():
            line = self._line(name)
            if line is None:
                continue
            line.textChanged.connect(lambda _text, name=name: self._typed(name))
            line.editingFinished.connect(lambda name=name: self._left(name))
            line.returnPressed.connect(lambda field=field: field.focusNextChild())

    def _line(self, name: str) -> QLineEdit | None:
        control = self.fields[name].control
        if isinstance(control, OpenChoice):
            return control.line
        return control if isinstance(control, QLineEdit) else None

    # what stands there
    def text(self, name: str) -> str:
        """One field as typed."""
        control = self.fields[name].control
        if isinstance(control, KeyChoice):
            return control.value() or ""
        if isinstance(control, OpenChoice):
            return control.text()
        return control.text().strip() if isinstance(control, QLineEdit) else ""

    def put(self, name: str, text: str) -> None:
        """Type one field for the clerk."""
        control = self.fields[name].control
        if isinstance(control, KeyChoice):
            control.set_value(text or None)
        elif isinstance(control, OpenChoice):
            control.set_text(text)
        elif isinstance(control, QLineEdit):
            control.setText(text)
            control.setCursorPosition(0)

    def state(self) -> State:
        """Everything typed, to be put back by ``restore``."""
        return {name: self.text(name) for name in self.fields} | {"photo": self.photo.data()}

    def snapshot(self) -> Snapshot:
        """What is typed and what it started from, to be kept while another person is shown."""
        return self.state(), self._clean, self._stored

    def back_to(self, kept: Snapshot) -> None:
        """Go on where a snapshot was taken."""
        state, self._clean, self._stored = kept
        self.restore(state)

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put a state back; what was loaded before stays the measure of *changed*."""
        self._quiet = True
        for name in self.fields:
            self.put(name, state[name])
            self.fields[name].say("")
            self.fields[name].note("")
        self.photo.set_data(state["photo"])
        self._quiet = False
        self.fields["sex"].say("tekan L atau P")
        for name in SMART:
            self._explain(name, final=True)
        self.changed.emit()

    def begin(self, place: str = "", at: str = "") -> None:
        """Empty for the next person, found at this place and time."""
        state = dict.fromkeys(self.fields, "") | {"photo": None, "found_place": place}
        state["found_at"] = at or moment_text(self._now(), self._now())
        self._stored = {}
        self.restore(state)
        self.mark_clean()
        self.pane.verticalScrollBar().setValue(0)

    def show_row(self, row: CaseRow, photo: bytes | None) -> None:
        """Load somebody who is already recorded."""
        self._stored = newcomer_values(row)
        state = {name: getattr(row, name, "") or "" for name in self.fields}
        state["birth"], state["found_at"] = birth_text(row), moment_text(row.found_at, self._now())
        self.restore(state | {"photo": photo})
        self.mark_clean()
        self.pane.verticalScrollBar().setValue(0)

    def rebase(self, row: CaseRow) -> None:
        """Another desk changed this person: keep what was typed here, show beside it what is stored there."""
        mine = {name: self.text(name) for name in self.fields if self._changed(name)}
        before, picture = self._clean, self.photo.data()
        self.show_row(row, before.get("photo"))
        for name, text in mine.items():
            theirs = self._clean[name]
            self.put(name, text)
            if theirs not in (before[name], text):
                said = theirs or "(kosong)"
                self.fields[name].note(f"Meja lain menyimpan “{said}”. Simpan lagi bila isian Anda yang benar.", "warn")
        self._quiet = True
        self.photo.set_data(picture)
        self._quiet = False

    def put_back(self, name: str) -> None:
        """One field as it is stored."""
        self.put(name, self._clean[name])
        self.fields[name].note("")

    def show_photo(self, photo: bytes | None) -> None:
        """The stored photo arrived later than the words."""
        self._quiet = True
        self.photo.set_data(photo)
        self._quiet = False
        self._clean["photo"] = self.photo.data()

    def mark_clean(self) -> None:
        """What stands here now is stored, or nothing is lost with it."""
        self._clean = self.state()

    def is_dirty(self) -> bool:
        """Was anything typed? Place and time alone, kept from the person before, are nothing."""
        return any(self._changed(name) for name in (*self.fields, "photo") if self._stored or name not in KEPT)

    def photo_changed(self) -> bool:
        """Is there another photo than the loaded one?"""
        return self._changed("photo")

    def _changed(self, name: str) -> bool:
        now = self.photo.data() if name == "photo" else self.text(name)
        return bool(now != self._clean.get(name))

    def set_places(self, places: Iterable[str]) -> None:
        """Places to choose from, last used first."""
        control = self.fields["found_place"].control
        if isinstance(control, OpenChoice):
            control.set_options(dict.fromkeys(places))

    def started_from(self) -> dict[str, Any]:
        """The stored values that the clerk's changes start from."""
        return dict(self._stored)

    # what it means
    def understood(self, name: str) -> Understood:
        """A smart field, read."""
        now = self._now()
        if name == "birth":
            return read_birth(self.text(name), now.date())
        if name == "found_at":
            return read_moment(self.text(name), now)
        return read_nik(self.text(name), self.understood("birth"), self.sex.value(), now.date())

    def values(self) -> dict[str, Any]:
        """The fields of a ``Newcomer``; a field left as loaded gives exactly what is stored."""
        given: dict[str, Any] = {name: self.text(name) for name in self.fields if name not in ("sex", "birth")}
        person = split_alias(given["name"])
        given["name"], given["alias"] = person.name, given["alias"] or person.alias
        birth = self.understood("birth")
        given |= {"sex": self.sex.value(), "birth_date": birth.value, "birth_estimated": birth.estimated}
        given["found_at"] = self.understood("found_at").value
        given["nik_claimed"] = self.understood("nik_claimed").value or ""
        if self._stored:
            for name, mine in (
                *((name, name) for name in given),
                ("birth_date", "birth"),
                ("birth_estimated", "birth"),
            ):
                if mine in self.fields and not self._changed(mine):
                    given[name] = self._stored[name]
        return given

    def wrong(self) -> dict[str, str]:
        """Why this cannot be stored, by field; empty when it can."""
        values, found = self.values(), {}
        for name in ("name", "alias"):
            errors = [one for one in check_name(values[name], label=LABELS[name]) if one.severity == "error"]
            if values[name] and errors:
                found[name] = errors[0].sentence
        if not values["name"] and not values["alias"]:
            found["name"] = NO_NAME
        for name in SMART:
            read = self.understood(name)
            if read.refused and (self._changed(name) or not self._stored):
                found[name] = read.note
        return found

    def complain(self) -> bool:
        """Say everything that is wrong and go to the first; True when nothing is."""
        wrong = self.wrong()
        self.say_wrong(wrong)
        return not wrong

    def say_wrong(self, wrong: Mapping[str, str]) -> None:
        """Sentences beneath their fields; the first gets the focus."""
        for name, sentence in wrong.items():
            self.fields[name].note(sentence)
        first = next((name for names in ROWS for name in names if name in wrong), None)
        if first:
            self.go_to(first)

    def go_to(self, name: str) -> None:
        """The keys go to this field."""
        self.fields[name].control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pane.ensureWidgetVisible(self.fields[name], 0, 20)

    # while typing
    def _typed(self, name: str) -> None:
        if self._quiet:
            return
        self.fields[name].note("")
        if name in SMART:
            self._explain(name, final=False)
        if name in ("birth", "sex") and self.text("nik_claimed"):
            self._explain("nik_claimed", final=True)
        self.changed.emit()

    def _left(self, name: str) -> None:
        if self._quiet:
            return
        if name in SMART:
            self._explain(name, final=True)
        elif name == "name":
            self._part_alias()
        if name in ("name", "alias"):
            self._check_name(name)

    def _explain(self, name: str, final: bool) -> None:
        """Good news at once; what cannot be only when the field is left, so that nobody is scolded while typing."""
        read, field = self.understood(name), self.fields[name]
        digits = sum(sign.isdigit() for sign in self.text(name)) if name == "nik_claimed" else 0
        field.say(f"{digits} dari 16" if digits and not read.value else read.said, "plain")
        if final or not read.refused:
            field.note(read.note, read.tone)

    def _part_alias(self) -> None:
        person = split_alias(self.text("name"))
        if (person.alias or person.nameless) and not self.text("alias"):
            self.put("name", person.name)
            self.put("alias", person.alias)
            if person.nameless and not person.alias:
                self.fields["name"].note("Tanpa nama: tulis sebutan atau cirinya sebagai alias.", "warn")

    def _check_name(self, name: str) -> None:
        findings = check_name(self.text(name), label=LABELS[name]) if self.text(name) else ()
        if findings:
            self.fields[name].note(findings[0].sentence, "bad" if findings[0].severity == "error" else "warn")

    def _photo_changed(self) -> None:
        if not self._quiet:
            self.photo_given.emit(self.photo.data())
            self.changed.emit()
