"""The tasks that a statement gives: the verb, who is to do it, and how far its words go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from corpus.records import Span
from ingest.decisions.actors import Actors
from ingest.decisions.clauses import Clause, clause_before, opens_subordinate
from ingest.decisions.doers import MAY, MODAL, NEGATED, Doers
from ingest.decisions.due_dates import Due
from ingest.decisions.statements import Statement
from ingest.decisions.task import Needs, Task
from ingest.decisions.task_verbs import (
    ANY_INFINITIVE,
    ANY_PASSIVE,
    ANY_PRESENT,
    TASK_VERBS,
    VerbForm,
)

_DENIED = re.compile(r"\s+(?:\w+\s+)?(?:ikke|eventuelt|evt\.|muligvis|måske)(?![\wæøå])")
_AND = re.compile(
    r"(?:^|[\s,])(?:og|samt)\s+(?:(?:herefter|derefter|efterfølgende|eventuelt|evt\.|at|skal|"
    r"bedes)\s+)*$"
)
_READY = re.compile(
    r"\bskal\s+(?:\S+\s+){0,6}?(?:ligge\s+klar|foreligge|være\s+(?:klar|færdig|afsluttet|"
    r"på\s+plads|fremme|"
    r"(?:\S+\s+){1,3}i\s+hænde))\b",
    re.IGNORECASE,
)
_CHARGE = re.compile(
    r"\b(?:er|bliver|blev)\s+(?:tovholdere?|ansvarlige?|primus\s+motor)\b|\bhar\s+(?:ansvaret|"
    r"opgaven)\b",
    re.IGNORECASE,
)
# "KL skriver, at …", "FU lægger op til, at …".
_REPORTS = re.compile(r"(?:(?<!sikrer)(?<!sørger for)|\s+op\s+til|\s+vægt\s+på),?\s+at\b")
_JUDGES = re.compile(r"vurdere|beslutte|godkende|vedtage|acceptere|deltage|lægge", re.IGNORECASE)
# Passives of how things are.
_DESCRIBES = re.compile(r"ses|søges|drives|sikres|udvikles|lægges|arbejdes(?!\s+videre)", re.I)
# A task in a noun: "Tilbagemelding senest den 10. april".
_NOMINAL = re.compile(
    r"(?:(?:ny|næste|kommende|fornyet|skriftlig|første|endelig|politisk)\s+)?(?:tilbagemelding|status|opfølgning|"
    r"evaluering|"
    r"afrapportering|behandling|godkendelse|tilmelding|bidrag|input|kommentarer|indmelding|"
    r"indberetning|midtvejsstatus)\b"
    r"(?!.*\b(?:er|var|blev|har|viser|viste)\b)",
    re.IGNORECASE,
)
# "anmoder om en fornyet status": a noun that somebody is asked for.
_ASKED_FOR = re.compile(
    r"\b(?:bad|beder|bedt|anmode(?:r|de|t)?)\b(?:\s+(?!om\b)[\wæøå]+){0,6}?\s+om\s+"
    r"(?P<what>(?:en\s+|et\s+)?(?:[a-zæøå]+\s+){0,3}?(?:status|opfølgning|redegørelse|orientering|"
    r"oversigt|notat|oplæg|evaluering|tilbagemelding|afrapportering|opgørelse|vurdering|analyse|"
    r"undersøgelse|forslag|\w*plan|svar|uddybning|præcisering|beregning|data|tal)(?:er|en|et)?\b)",
    re.IGNORECASE,
)
_SCHEDULED = re.compile(r"(?:\s*[:–-]\s+|\s{2,})")
_CLAUSE_END = re.compile(
    r",\s*(?:så|mens|da|fordi|idet|hvorefter|men|ligesom)\s|;\s|\s[–-]\s|,\s+og\s+(?=[A-ZÆØÅ])"
)
_WILL_BE = re.compile(
    r"\b(?:(?:vil|skal|forventes\s+at)\s+(?:[\wæøå]+\s+){0,4}?(?:blive|være|have)|bliver|får)\s+"
    r"(?:[\wæøå]+\s+){0,3}$",
    re.IGNORECASE,
)
# What is decided or dealt with, not done by anybody.
_FORMAL = re.compile(
    r"\b(?:indstilling|punkt|dagsorden)\w*(?:\s+\d+\w?)?\s*$"
    r"|^\s*(?:(?:næste|kommende)\s+)?(?:mødet?\b|beløb|udgift|merudgift|midlerne|finansiering)",
    re.IGNORECASE,
)
_DIRECTLY = re.compile(r"\b(?:at|bedt)\s+$")
_DONE = re.compile(r"\b(?:har|havde|er|var|blev)\s+(?:[\wæøå]+\s+){0,4}$", re.IGNORECASE)
_WHEN_DONE = re.compile(r"^(?:når|efter)\b.*\b\w+t,?\s*$", re.IGNORECASE)
# "strategien, som oversendes til ministeriet senest i maj".
_RELATIVE = re.compile(
    r",\s+(?:som|der)\s+(?:(?:herefter|derefter|hermed|derpå|efterfølgende)\s+)?$", re.IGNORECASE
)
_HAVE = re.compile(r"\bskal\s+(?:[\wæøå]+\s+){0,2}?have\s+", re.IGNORECASE)
# Those that things are told of in general, and the meeting itself.
_GENERAL = re.compile(
    r"(?:\w+\s+)*(?:[Kk]ommuner(?:ne)?|[Rr]egioner(?:ne)?|[Mm]edlemmerne|[Dd]eltagerne|[Aa]lle|"
    r"[Ll]ederne|[Bb]orgmestrene|"
    r"[Dd]irektørerne|[Bb]yrådene|KL|KKR(?:\s\w+)?|DASSOS|DAS|K\s?\d+|\w*(?:forummet|kredsen|"
    r"udvalget|[Ss]tyregruppen|styrelsen|[Rr]egionen))"
)
_AGENT = re.compile(r"\baf\s+")


def find_tasks(
    text: str,
    statement: Statement,
    actors: Actors,
    dues: Sequence[Due],
    opening: Due | None = None,
) -> list[Task]:
    """The tasks in ``statement``, in order. ``dues`` are the times in it, ``opening`` the date that
    it opens with."""
    reader = _Reader(text, statement, actors, dues)
    reader.opening = opening
    if scheduled := reader.scheduled():
        return [scheduled]
    found: list[Task] = []
    for form, match, weak in _verbs(text, statement):
        task = reader.task(form, match, found[-1] if found else None, weak)
        if task and not any(one.what.start <= task.what.start < one.verb_end for one in found):
            found.append(task)
    found += reader.without_verb(found)
    return sorted(found, key=lambda task: task.what.start)


_Strength = Literal["named", "time", "limit", "asked", "nothing"]


def _verbs(text: str, statement: Statement) -> list[tuple[VerbForm, re.Match[str], _Strength]]:
    """The verbs that may tell a task, and what else it takes for each."""
    verbs: dict[int, tuple[VerbForm, re.Match[str], _Strength]] = {}
    anywhere: tuple[tuple[VerbForm, re.Pattern[str], _Strength], ...] = (
        ("infinitive", ANY_INFINITIVE, "asked"),
        ("present", ANY_PRESENT, "named"),
        ("passive", ANY_PASSIVE, "limit"),
    )
    for form, pattern, strength in anywhere:
        for match in pattern.finditer(text, statement.start, statement.end):
            verbs[match.start()] = (form, match, strength)
    for form, pattern in TASK_VERBS.items():
        for match in pattern.finditer(text, statement.start, statement.end):
            verbs[match.start()] = (form, match, "time" if match["weak"] else "nothing")
    return [verbs[start] for start in sorted(verbs)]


class _Reader:
    """Reads the tasks of one statement."""

    def __init__(
        self, text: str, statement: Statement, actors: Actors, dues: Sequence[Due]
    ) -> None:
        self.text, self.statement, self.actors, self.dues = text, statement, actors, dues
        self.opening: Due | None = None
        self.doers = Doers(text, statement, actors)

    def task(
        self, form: VerbForm, verb: re.Match[str], previous: Task | None, strength: _Strength
    ) -> Task | None:
        at = verb.start()
        clause = clause_before(self.text, self.statement, at, infinitive=form == "infinitive")
        if clause.standing == "told":
            return None
        before = self._blanked(clause.start, at)
        denied = _DENIED.match(self.text, verb.end(), self.statement.end)
        if (
            denied
            or NEGATED.search(verb.group())
            or NEGATED.search(before)
            or _FORMAL.search(before)
        ):
            return None
        needs: Needs = "nothing"
        if strength == "asked" and not _DIRECTLY.search(self.text[self.statement.start : at]):
            return None
        if strength == "limit":
            needs = "limit"
        elif strength == "time" or clause.standing == "adopted":
            needs = "time"
        joined = previous if previous and _AND.search(self.text[previous.what.start : at]) else None
        end = self._end(verb.end())
        if form == "present":
            who = self.doers.who_does(clause, before, verb, joined)
            named = who and not _GENERAL.fullmatch(self._words(who))
            if _REPORTS.match(self.text, verb.end()):
                return None
            if strength == "named":
                needs = "limit"
            if named and clause.standing != "adopted" and not _JUDGES.match(verb.group()):
                needs = "nothing"
            if who is None:
                return None
            start = at if joined and joined.form == "present" else clause.start
            return Task(start, end, verb.end(), who, Span(at, end), form, needs)
        if form == "infinitive":
            doer = self.doers.who_is_to(
                clause, before, verb, joined, asked_only=strength == "asked"
            )
            if doer is None:
                return None
            return Task(clause.start, end, verb.end(), doer[0], Span(at, end), form, needs)
        timed = any(due.start >= verb.end() for due in self.dues)
        if form == "passive" and timed and _RELATIVE.search(before):
            return Task(clause.start, end, verb.end(), None, Span(at, end), form, "time")
        if opens_subordinate(before) and not _WHEN_DONE.match(before):
            return None
        if form == "passive":
            return self._passive(clause, before, verb, end, needs, joined)
        if will := _WILL_BE.search(before):
            start = clause.start + will.start()
            active = will.group().rstrip().endswith("have")
            who = self.doers.last(clause.start, start) if active else None
            what = Span(start if active else clause.start, end)
            return Task(clause.start, end, verb.end(), who, what, form, needs)
        return None

    def _passive(
        self,
        clause: Clause,
        before: str,
        verb: re.Match[str],
        end: int,
        needs: Needs,
        joined: Task | None,
    ) -> Task | None:
        modal = MODAL.search(before)
        if _DESCRIBES.match(verb.group()) and not modal:
            needs = "time"
        if not before.strip() or (modal and modal["modal"].lower() in MAY):
            return None
        if _DONE.search(before) and not _WHEN_DONE.match(before):
            return None
        who = None
        if agent := _AGENT.search(self.text, verb.end(), end):
            named = self.actors.all_in(agent.end(), end)
            who = named[0] if named and named[0].start <= agent.end() + 4 else None
        start, due = clause.start, None
        if joined and joined.form == "passive" and joined.what.start == clause.start:
            start = verb.start()
        elif _WHEN_DONE.match(before):
            start = verb.start()
            due = Due(clause.start, clause.start + len(before.rstrip(" ,")), None, False)
        return Task(clause.start, end, verb.end(), who, Span(start, end), "passive", needs, due)

    def without_verb(self, found: Sequence[Task]) -> list[Task]:
        """What is to lie ready or to be had, and who is in charge."""
        statement, tasks = self.statement, []
        if not found and (ready := _READY.search(self.text, statement.start, statement.end)):
            end = self._end(ready.end())
            what = Span(statement.start, end)
            tasks.append(Task(statement.start, end, ready.end(), None, what, "passive", "time"))
        if not found and (have := _HAVE.search(self.text, statement.start, statement.end)):
            clause = clause_before(self.text, statement, have.start(), infinitive=False)
            if clause.standing == "wanted":
                end = self._end(have.end())
                who = self.doers.last(clause.start, have.start())
                what = Span(have.start(), end)
                tasks.append(Task(clause.start, end, have.end(), who, what, "infinitive"))
        if not found and _NOMINAL.match(statement.text):
            end = self._end(statement.start)
            what = Span(statement.start, end)
            tasks.append(Task(statement.start, end, statement.start, None, what, "passive", "time"))
        if not found and (asked := _ASKED_FOR.search(self.text, statement.start, statement.end)):
            end = self._end(asked.end())
            who = self.doers.last(asked.start(), asked.start("what"))
            what = Span(asked.start("what"), end)
            tasks.append(Task(statement.start, end, asked.end(), who, what, "infinitive"))
        for charge in _CHARGE.finditer(self.text, statement.start, statement.end):
            who = self.doers.last(statement.start, charge.start())
            if who and not self.text[who.end : charge.start()].strip():
                after = [task.what.start for task in found if task.what.start > charge.start()]
                end = min([self._end(charge.end()), *after])
                what = Span(charge.start(), end)
                tasks.append(Task(who.start, end, charge.end(), who, what, "participle"))
        return tasks

    def scheduled(self) -> Task | None:
        """What a line of a plan sets for a day: "24. august: KKR behandler aftalen"."""
        statement = self.statement
        due = self.opening
        mark = due and _SCHEDULED.match(self.text, due.end, statement.end)
        if not (due and mark and mark.end() < statement.end):
            return None
        named = self.actors.all_in(mark.end(), statement.end)
        first = named[0] if named else None
        near = first and len(self.text[mark.end() : first.start].split()) <= 1
        what = Span(mark.end(), statement.end)
        return Task(
            statement.start,
            statement.end,
            mark.end(),
            first if near else None,
            what,
            "present",
            due=due,
        )

    def _blanked(self, start: int, end: int) -> str:
        """The text with the times in it blanked, so that they part nobody from a verb."""
        before = self.text[start:end]
        for due in self.dues:
            if start <= due.start and due.end <= end:
                blank = " " * (due.end - due.start)
                before = before[: due.start - start] + blank + before[due.end - start :]
        return before

    def _end(self, after: int) -> int:
        clause_end = _CLAUSE_END.search(self.text, after, self.statement.end)
        return clause_end.start() if clause_end else self.statement.end

    def _words(self, span: Span) -> str:
        return self.text[span.start : span.end]
