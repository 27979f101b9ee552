"""How a case and a date due stand in a list of the desk."""

from __future__ import annotations

import datetime as dt

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from intake.languages.direction import listed
from intake.store.desk_counts import Window, windows
from intake.store.kept.cases import Status
from intake.store.kept.handovers import RecordStatus
from intake.store.kept.lists import CaseLine, DueLine, RecordLine
from intake.ui.desk_views import DeskList, DueCounts, Line
from intake.ui.handing import Handed, told
from intake.ui.wording import CaseWording

_LONGEST_NAME, _SHORTEST_NAME, _NAME_OF_HANDED = 40, 8, 18


class DeskLines:
    """Lines for a list that is `cells` wide. Nothing of what people answered stands there but their names."""

    def __init__(self, wording: CaseWording, listed: DeskList, today: dt.date, cells: int) -> None:
        self._say = wording.say
        self._staff = wording.staff
        self._listed = listed
        self._today = today
        self._cells = cells

    def line(self, line: Line) -> Content:
        match line:
            case DueLine():
                return self.due(line, with_name=True)
            case RecordLine():
                return self.record(line)
            case Handed():
                return self.handed(line)
            case CaseLine():
                return self.case(line)

    def handed(self, handed: Handed) -> Content:
        """Code, name, and by whom it was handed on; one that waits for the person at this desk is bold."""
        line = handed.line.case
        text = told(self._say, handed, self._today)
        start = f"{line.code}  {set_cell_size(name_of(line), _NAME_OF_HANDED)}  "
        if cell_len(start + text) > self._cells - 4:
            text = f"\n{' ' * (len(line.code) + 2)}{text}"
        return Content.assemble(start, (text, "bold" if handed.line.is_mine else ""))

    def case(self, line: CaseLine) -> Content:
        """Code, name, last activity, who holds it, and whose child it is."""
        when = f"{line.last_activity.astimezone():%d.%m.%Y %H:%M}"
        marks = " · ".join(self._marks(line))
        room = self._cells - len(line.code) - len(when) - cell_len(marks) - 12
        name = set_cell_size(name_of(line), min(_LONGEST_NAME, max(_SHORTEST_NAME, room)))
        return Content(f"{line.code}  {name}  {when}  {marks}".rstrip())

    def _marks(self, line: CaseLine) -> list[str]:
        marks = [self._say("open at {name}", name=line.holder_name)] if line.holder else []
        if line.is_restricted:
            marks.append(self._say("restricted"))
        if line.status is Status.CLOSED:
            marks.append(self._say("closed"))
        if line.kind == "child":
            parent = line.parent_code
            marks.append(self._say("child of {code}", code=parent) if parent else self._say("child"))
        return marks

    def due(self, line: DueLine, *, with_name: bool = False) -> Content:
        """When, which day, whose case and what is due; what is overdue is said in a word, and bold."""
        deadline = self._listed.deadline(line)
        name = (deadline.name.de if self._staff == "de" else deadline.name.en) if deadline else line.due.deadline
        day = f"{line.due.date:%d.%m.%Y}"
        about = self._say("about {day}", day=day) if line.due.approximate else day
        person = f"{set_cell_size(name_of(line.case), 18)}  " if with_name else ""
        is_over = line.due.date < self._today
        start = f"{self._when(line.due.date):<12}"
        text = f" {about:<{15 if with_name else 18}}  {line.case.code}  {person}"
        if with_name and cell_len(start + text + name) > self._cells - 2:
            name = f"\n{' ' * 13}{name}"
        return Content.assemble((start, "bold" if is_over else ""), text + name)

    def record(self, line: RecordLine) -> Content:
        """When, by which day, whose case, and for which office the desk waits, or which one it has to tell."""
        record, say = line.record, self._say
        if record.status is RecordStatus.WITHDRAWN:
            start, day = say("tell"), ""
            what = say("withdrawn; tell: {office}", office=record.office)
        else:
            last = record.confirm_by or self._today
            start, day = self._when(last), f"{last:%d.%m.%Y}"
            what = say("confirmation of: {office}", office=record.office)
        is_over = not day or (record.confirm_by is not None and record.confirm_by < self._today)
        text = f" {day:<15}  {line.case.code}  {set_cell_size(name_of(line.case), 18)}  "
        if cell_len(f"{start:<12}{text}{what}") > self._cells - 2:
            what = f"\n{' ' * 13}{what}"
        return Content.assemble((f"{start:<12}", "bold" if is_over else ""), text + what)

    def _when(self, day: dt.date) -> str:
        say, today = self._say, self._today
        if day < today:
            return say("overdue")
        if day == today:
            return say("today")
        if day == today + dt.timedelta(days=1):
            return say("tomorrow")
        if day <= windows(today)[Window.THIS_WEEK][1]:
            return say("this week")
        return say("in {days} days", days=(day - today).days)

    def windows(self, counts: DueCounts) -> str:
        """How many dates are due when, in one line or two."""
        say, count = self._say, counts.dates
        weeks = count[Window.DAYS_14_TO_28]
        parts = [
            say("overdue {count}", count=count[Window.OVERDUE]),
            say("today {count}", count=count[Window.TODAY]),
            say("week {count}", count=count[Window.THIS_WEEK]),
            say("14-28 days {count}, {stays} of them stays in reception", count=weeks, stays=counts.stays)
            if counts.stays
            else say("14-28 days {count}", count=weeks),
            say("3 m {count}", count=count[Window.MONTHS_3]),
            say("6 m {count}", count=count[Window.MONTHS_6]),
            say("12 m {count}", count=count[Window.MONTHS_12]),
            say("24 m {count}", count=count[Window.MONTHS_24]),
        ]
        if counts.unconfirmed:
            parts.insert(1, say("not confirmed {count}", count=counts.unconfirmed))
        if counts.untold:
            parts.insert(1, say("to be told {count}", count=counts.untold))
        return " · ".join(parts)


def name_of(line: CaseLine) -> str:
    """Both names, each in its own direction: the family name stands first in any script."""
    return listed((line.family_name, line.given_name), "ltr")
