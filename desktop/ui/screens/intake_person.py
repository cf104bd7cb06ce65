"""The person in hand at the first desk: a new one or one of the list, half-typed words kept, saved once."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db.queries.cases import CaseRow, cases_by_id
from db.queries.person import photo
from desktop.operations.attach_photo import AttachPhoto
from desktop.operations.command import new_request
from desktop.operations.edit_case import EditCase
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.outcome import Outcome
from desktop.sop.refusals import Conflict
from desktop.ui.desk import Desk
from desktop.ui.screens.intake_drafts import Draft, DraftKeeper, typed
from desktop.ui.screens.intake_form import IntakeForm, Snapshot
from desktop.ui.screens.intake_words import as_stored, home_of
from desktop.ui.tasks import Job
from desktop.ui.widgets import Card, Chip, Elided, plain, set_tone
from desktop.ui.widgets.conflict_sheet import THEIRS

AskFields = Callable[[Sequence[Any], Callable[[Mapping[str, str]], None], Callable[[str], str]], Any]


def small_photo(_job: Job, data: bytes) -> bytes:
    """For ``desk.work``: upright, small, without hidden data. :raises BadPicture:"""
    from desktop.documents.pictures import normalise_photo

    return normalise_photo(data)


class PersonCard(Card):
    """``save`` stores and goes on to the next person; nothing typed is ever thrown away by choosing another row."""

    turned = Signal()  # another person, or typed words: titles and buttons follow
    recorded = Signal(int)  # a new case

    def __init__(self, desk: Desk, panti: Callable[[], int | None], ask: AskFields) -> None:
        super().__init__()
        self._desk, self._panti, self._ask = desk, panti, ask
        self.editing: CaseRow | None = None
        self.kept = ("", "")
        self._drafts: dict[int, Snapshot] = {}
        self._requests: dict[int, str] = {}
        self._photos: dict[int, bytes] = {}
        self._request = new_request()
        self._small: bytes | None = None
        self._stored_photo: bytes | None = None
        self._shrinking: Job | None = None
        self._save_wanted = False
        self._focus: QWidget | None = None
        self.form = IntakeForm(desk.now)
        self._left_over: dict[int, Draft] = {}
        self.keeper = DraftKeeper(desk, self._half_typed, self)
        self._build()
        self.form.changed.connect(self._show)
        self.form.changed.connect(self.keeper.touched)
        self.form.photo_given.connect(self.take_photo)
        desk.busy.connect(self._busy)
        self._show()
        self.keeper.read(self._found_drafts)

    # what lies half typed on the disk
    def _half_typed(self) -> dict[int, Draft]:
        found = dict(self._left_over)
        for key, (state, clean, _) in self._drafts.items():
            found[key] = Draft(typed(state, clean), self._requests.get(key, ""), self._photos.get(key))
        if self.form.is_dirty():
            state, clean, _ = self.form.snapshot()
            key = self.editing.id if self.editing else 0
            found[key] = Draft(typed(state, clean), self._request, self._small)
        return found

    def _found_drafts(self, drafts: dict[int, Draft]) -> None:
        """Of an earlier session that ended without a word. A new person comes up at once, others when they are chosen."""
        self._left_over |= drafts
        if 0 in self._left_over and self.editing is None and not self.form.is_dirty():
            self._type_left_over(0)
            self._desk.say("Isian yang belum sempat disimpan dipulihkan. Periksa, lalu simpan.", "info")

    def _type_left_over(self, key: int) -> None:
        draft = self._left_over.pop(key, None)
        if draft is None:
            return
        for name, text in draft.texts.items():
            if name in self.form.fields:
                self.form.put(name, text)
        # The same wish as before: had it been stored after all, it is not stored twice.
        self._request = draft.request or self._request
        if draft.photo is not None:
            self.form.photo.set_data(draft.photo)
            self.take_photo(draft.photo)
        self._show()

    def _build(self) -> None:
        self.box.setContentsMargins(1, 12, 1, 1)
        self._who, self._mode = Elided(part="panel-title"), Chip()
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(self._who, 1)
        head.addWidget(self._mode)
        self._box = QFrame()
        self._box.setObjectName("box")
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(12, 7, 12, 7)
        self._obstacle = plain(wrap=True)
        inner.addWidget(self._obstacle)
        holder = QHBoxLayout()
        holder.setContentsMargins(16, 0, 16, 0)
        holder.addWidget(self._box)
        self._box.hide()
        self.add(head)
        self.add(holder)
        self.add(self.form, 1)

    def _busy(self, busy: bool) -> None:
        """While a command runs nothing is typed into a form that is about to be emptied; the keys come back to it."""
        focused = self.window().focusWidget()
        if busy and focused is not None and self.form.isAncestorOf(focused):
            self._focus = focused
        self.form.setDisabled(busy)
        if not busy and self._focus is not None:
            self._focus.setFocus()
            self._focus = None

    def obstacle(self) -> str:
        """The sentence above the form; empty without one."""
        return self._obstacle.text() if not self._box.isHidden() else ""

    def set_obstacle(self, sentence: str, tone: str = "warn") -> None:
        """What stands in the way of the person shown."""
        self._obstacle.setText(sentence)
        set_tone(self._box, tone)
        self._box.setVisible(bool(sentence))

    def is_dirty(self) -> bool:
        """Is anything half typed, here or put away?"""
        return self.form.is_dirty() or bool(self._drafts)

    # who is shown
    def edit(self, case: CaseRow) -> None:
        """Show somebody of the list."""
        self._put_away()
        self._show_case(case)
        self._take_up(case.id)
        self._type_left_over(case.id)

    def start_new(self) -> None:
        """Show the next person: empty, or as half typed before; place and time stay."""
        self._put_away()
        self._next()
        self._take_up(0)

    def follow(self, cases: Sequence[CaseRow]) -> None:
        """The list was read again: an untouched person follows what other desks did."""
        now = self.editing
        if now is None or self.form.is_dirty():
            return
        fresh = next((case for case in cases if case.id == now.id), None)
        if fresh is None:
            self.start_new()
        elif fresh.version != now.version:
            self._show_case(fresh)

    def _put_away(self) -> None:
        key = self.editing.id if self.editing else 0
        self._drafts.pop(key, None)
        self._photos.pop(key, None)
        if self.form.is_dirty():
            self._drafts[key] = self.form.snapshot()
            self._requests[key] = self._request
            if self._small is not None:
                self._photos[key] = self._small
        if not self.editing:
            self.kept = (self.form.text("found_place"), self.form.text("found_at"))
        self._forget_photo()

    def _take_up(self, key: int) -> None:
        kept = self._drafts.pop(key, None)
        if kept is not None:
            self.form.back_to(kept)
            self._request = self._requests.pop(key, self._request)
            self._small = self._photos.pop(key, None)
            if self.form.photo_changed() and self._small is None:
                self.take_photo(self.form.photo.data())
        self._show()

    def _show_case(self, case: CaseRow) -> None:
        self.editing, self._request, self._stored_photo = case, new_request(), None
        self.form.show_row(case, None)
        if case.photo_id is not None:
            self._desk.read(photo, case.person_id, then=lambda data: self._show_photo(case.id, data), slot="foto")
        self._show()

    def _show_photo(self, case_id: int, data: bytes | None) -> None:
        if self.editing is not None and self.editing.id == case_id and not self.form.photo_changed():
            self._stored_photo = data
            self.form.show_photo(data)

    def _next(self) -> None:
        self.editing, self._request, self._stored_photo = None, new_request(), None
        self._forget_photo()
        self.form.begin(*self.kept)
        self.form.go_to("name" if self.kept[0] else "found_place")
        self._show()

    def _show(self) -> None:
        case, dirty = self.editing, self.form.is_dirty()
        self._who.set(case.label if case else "Orang baru")
        self._mode.set("belum disimpan" if dirty else "tersimpan" if case else "", "warn" if dirty else "ok")
        self._mode.setVisible(dirty or case is not None)
        self.turned.emit()

    # the photo
    def take_photo(self, data: bytes | None) -> None:
        """A picture was dropped or chosen: make it small in the background. Taking one away shows the stored one."""
        self._forget_photo()
        if data is None:
            if self._stored_photo is not None:
                self.form.show_photo(self._stored_photo)
                self._desk.say("Foto yang tersimpan tetap ada. Pilih foto lain untuk menggantinya.")
            return
        self._shrinking = self._desk.work(small_photo, data, then=self._photo_ready, failed=self._photo_refused)

    def _photo_ready(self, small: bytes) -> None:
        self._small, self._shrinking = small, None
        self.keeper.touched()
        if self._save_wanted:
            self.save()

    def _photo_refused(self, _error: BaseException) -> None:
        self._forget_photo()
        self.form.show_photo(self._stored_photo)
        self._show()

    def _forget_photo(self) -> None:
        if self._shrinking is not None:
            self._shrinking.cancel()
        self._small, self._shrinking, self._save_wanted = None, None, False

    # saving
    def save(self) -> None:
        """Store the person shown and go on to the next; what cannot be stored is said beneath its field."""
        if self._shrinking is not None:
            self._save_wanted = True
            return
        self._save_wanted = False
        if not self.form.is_dirty():
            self._nothing_to_save()
        elif not self.form.complain():
            count = len(self.form.wrong())
            self._desk.say(f"Belum disimpan: {count} isian perlu dibetulkan, lihat kalimat di bawahnya.", "bad")
        elif self.editing is None:
            person = Newcomer(**as_stored(self.form.values()), photo=self._small)
            command = RecordIntake(request=self._request, people=(person,), panti_office_id=self._panti())
            self._desk.run(command, then=self._recorded)
        else:
            self._save_changes(self.editing)

    def _nothing_to_save(self) -> None:
        if self.editing is not None:
            self.start_new()
        else:
            self._desk.say("Belum ada yang diisi. Mulai dari nama atau aliasnya.")
            self.form.go_to("name")

    def _recorded(self, outcome: Outcome) -> None:
        if outcome.data.get("kept"):  # on this computer, with its number, until the server is back
            self.kept = (self.form.text("found_place"), self.form.text("found_at"))
            self._next()
            return
        case_id = outcome.done[0]
        if outcome.replayed:  # stored by an earlier try whose answer was lost: words typed since then become a change
            self._desk.read(cases_by_id, [case_id], then=lambda rows: self._go_on_with(rows[0]))
            return
        self.kept = (self.form.text("found_place"), self.form.text("found_at"))
        self.recorded.emit(case_id)
        self._next()

    def _go_on_with(self, case: CaseRow) -> None:
        self.editing, self._request = case, new_request()
        self.form.rebase(case)
        self._show()
        if not self.form.is_dirty():
            self.start_new()

    def _save_changes(self, case: CaseRow) -> None:
        before, typed = self.form.started_from(), as_stored(self.form.values())
        after = {name: value for name, value in typed.items() if value != before[name]}
        if after:
            command = EditCase(request=self._request, application_id=case.id, before=before, after=after)
            self._desk.run(command, then=lambda outcome: self._saved(case, outcome), failed=self._not_changed)
        else:
            self._changed(case)

    def _saved(self, case: CaseRow, outcome: Outcome) -> None:
        """What is typed from now on is a new wish. An answer that had been lost may be older than the words on the
        form, so those are compared with the record once more."""
        self._request = new_request()
        if outcome.replayed:
            self._desk.read(cases_by_id, [case.id], then=self._rebase)
        else:
            self._changed(case)

    def _changed(self, case: CaseRow) -> None:
        if self._small is not None:
            self._attach(case)
        else:
            self._done_with()

    def _attach(self, case: CaseRow) -> None:
        command = AttachPhoto(application_id=case.id, photo=self._small or b"")
        self._desk.run(command, then=lambda _outcome: self._done_with())

    def _done_with(self) -> None:
        self.form.mark_clean()
        self.start_new()

    def _not_changed(self, error: BaseException) -> None:
        """Another desk was faster: what it stored is shown beneath the fields, the next save starts from there."""
        if isinstance(error, Conflict) and self.editing is not None:
            self._request = new_request()
            then = partial(self._clashed, error.differences)
            self._desk.read(cases_by_id, [self.editing.id], then=then)

    def _clashed(self, differences: Sequence[Any], rows: Sequence[Any]) -> None:
        self._rebase(rows)
        if rows and self.editing is not None and rows[0].id == self.editing.id:
            self._ask(differences, partial(self._chosen, rows[0].id), home_of)

    def _chosen(self, case_id: int, choices: Mapping[str, str]) -> None:
        """The stored words where the clerk said so; the rest stays as typed, and is saved again."""
        if self.editing is None or self.editing.id != case_id:
            return
        for name in (name for name, side in choices.items() if side == THEIRS):
            self.form.put_back(name)
        if self.form.is_dirty():
            self.save()
        else:
            self._done_with()

    def _rebase(self, rows: Sequence[Any]) -> None:
        if rows and self.editing is not None and rows[0].id == self.editing.id:
            self.editing = rows[0]
            self.form.rebase(rows[0])
            self._show()
