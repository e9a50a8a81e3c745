"""Who is to do what a verb of a decision tells."""

from __future__ import annotations

import re

from corpus.records import Span
from ingest.decisions.actors import Actors
from ingest.decisions.clauses import Clause, clause_before, opens_subordinate
from ingest.decisions.statements import Statement
from ingest.decisions.task import Task
from ingest.decisions.task_verbs import TASK_VERBS

NEGATED = re.compile(r"\b(?:ikke|ingen|hverken|aldrig)\b", re.IGNORECASE)
MODAL = re.compile(
    r"\b(?P<modal>skal|skulle|vil|ville|bedes|bør|må|kan|kunne)\b(?P<between>[^,;:]*)$",
    re.IGNORECASE,
)
MAY = frozenset(("bør", "må", "kan", "kunne"))
_ASKED = (
    r"(?:bad|bede|beder|bedt|bedes|opfordre\w*|anmode\w*|pålagde|pålagt|pålæg\w*|bemyndige\w*|tilbød|"
    r"lovede|"
    r"lover|"
    r"påtog\s+sig|påtager\s+sig|forpligte\w*\s+sig|til\s+opgave|ansvar\w*|henstille\w*)"
)
_TO_DO = re.compile(
    rf"\b{_ASKED}\b(?P<asked>[^;:.]*?)\b(?:om\s+at|til\s+at|at|for\s+at|om|til|"
    rf"bedt)\s+(?:[a-zæøå]+\s+){{0,3}}$"
    rf"|\b(?:bedt)\s+(?P<directly>)$",
    re.IGNORECASE,
)
_AGREED_TO = re.compile(
    r"\b(?:aftal\w+|beslut\w+|enige?\s+om|enighed\s+om)[^;:.]{0,30}?\bat\s+(?:[a-zæøå]+\s+){0,2}$",
    re.IGNORECASE,
)
_ADVERBS = re.compile(
    r"[\s,]*(?:\([^)]*\)\s*)?(?:(?:som|der)\s[^,]*,\s*)?"
    r"(?:(?:herefter|derefter|derfor|også|desuden|endvidere|efterfølgende|nu|fortsat|løbende|"
    r"gerne|sammen|dog|"
    r"selv|hver|samtidig|dermed|så|således|ligeledes|snarest|straks|(?:hurtigst|"
    r"snarest)\s+muligt|i\s+fællesskab|"
    r"på\s+den\s+baggrund|i\s+den\s+forbindelse|i\s+samarbejde\s+med\s+[^,]{3,60}|"
    r"på\s+vegne\s+af\s+[^,]{3,40})[\s,]*)*$",
    re.IGNORECASE,
)
_WANTED_BY_LEAD = re.compile(
    r"\b(?:aftal\w+|beslut\w+|enige?|bad|beder|bedt|skal|opfølgning|aktion\w*|opgaver?|"
    r"følger\s+op)\b",
    re.IGNORECASE,
)
_LONGEST_BETWEEN = 12

# "beder om at måtte": one that asks for itself gives nobody a task.
_ASKS_ITSELF = re.compile(r"(?:bad|beder|anmode[rd]?e?|opfordre[rd]?e?)\b", re.IGNORECASE)
_LONG_AGO = re.compile(r"\b(?:har|havde)\b(?:\s+\S+){0,4}\s*$", re.IGNORECASE)
# A first name alone before its verb: "Mona samler op"; not "Analysen", "Herefter", "Medarbejdere".
_FIRST_NAME = re.compile(
    r"\s*(?P<name>(?!(?:Det|Den|De|Der|Man|Vi|Jeg|Han|Hun|Ingen|Alle|Flere|Nogle|Mange|Begge|Andre|"
    r"Dette|Disse|Som|Nu|Så|Dog|Derfor|Samtidig|Endvidere|Desuden|Hertil|Ligeledes|Projekt)\b)"
    r"(?:(?:Kar|Mar|Kirst|Mort|Torb|[CK]arst|Jørg|Ste|Preb|Esb|Esp|Ell|Jepp|Hel)en|(?:Flemm|Henn)ing|"
    r"(?!\w+(?:et|en|erne|ene?r|ing|tion|else|hed|ere|[a-zæøå]{5}er|over|efter)\b)"
    r"[A-ZÆØÅ][a-zæøå]{1,11}))\s+"
)
# What a plan or an analysis does as well as a person.
_OF_THINGS = re.compile(
    r"(?:viser|beskriver|bidrager|sikrer|dokumenterer|måler|omfatter|inddrager|orienterer|evaluerer|"
    r"levere?r|hjælper|vurderer)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r",\s+(?:og|men)\s+$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:i|på|fra|til|med|for|af|om|hos|ved|under|efter|over|mellem|blandt|via|omkring|mod)\s+"
    r"(?:(?:de|den|det)\s+)?$",
    re.IGNORECASE,
)


class Doers:
    """Finds who is to do what the verbs of one statement tell."""

    def __init__(self, text: str, statement: Statement, actors: Actors) -> None:
        self.text, self.statement, self.actors = text, statement, actors

    def who_does(
        self, clause: Clause, before: str, verb: re.Match[str], joined: Task | None
    ) -> Span | None:
        """Who does what a present tells: before the verb, right after it, or as the verb before."""
        found = self.actors.all_in(clause.start, verb.start())
        for who in found:
            if not self._is_object(clause, who) and _ADVERBS.fullmatch(
                before[who.end - clause.start :]
            ):
                main = not opens_subordinate(before[: who.start - clause.start])
                return who if main else None
        if (
            joined
            and joined.form == "present"
            and all(
                _PREPOSITION.search(self.text[joined.verb_end : who.start])
                for who in self.actors.all_in(joined.verb_end, verb.start())
            )
        ):
            return joined.who
        if not before.strip() and (named := self._named_before_colon(clause)):
            return named
        if (
            not found
            and (name := _FIRST_NAME.fullmatch(before))
            and TASK_VERBS["present"].match(self.text, verb.start())
            and not _OF_THINGS.match(verb.group())
        ):
            return Span(clause.start + name.start("name"), clause.start + name.end("name"))
        if not before.strip() and (first := self._first_subject(clause)):
            return first
        word_end = verb.start() + len(verb.group().split()[0])
        if (
            self.text[clause.start : verb.start()].strip()
            and not found
            and not opens_subordinate(before)
        ):
            for who in self.actors.all_in(word_end, min(self.statement.end, word_end + 80)):
                if not self.text[word_end : who.start].strip():
                    return who
        return None

    def who_is_to(
        self,
        clause: Clause,
        before: str,
        verb: re.Match[str],
        joined: Task | None,
        *,
        asked_only: bool,
    ) -> tuple[Span | None] | None:
        """Who is to do what an infinitive tells, in a tuple; ``None`` where it is no task."""
        start, at = self.statement.start, verb.start()
        if self.statement.text.startswith(("Hvis ", "Såfremt ")):
            return None
        if asked := _TO_DO.search(self.text[start:at]):
            if NEGATED.search(asked.group()):
                return None
            whom = self.last(start + asked.start(), at)
            if whom is None and _ASKS_ITSELF.match(asked.group()):
                return None
            return (whom or self.last(start, start + asked.start()),)
        if (
            joined
            and joined.form == "infinitive"
            and not MODAL.search(self.text[joined.what.start : at])
        ):
            return (joined.who,)
        if asked_only:
            return None
        modal = MODAL.search(before)
        if modal and modal["modal"].lower() not in MAY:
            long = len(modal["between"].split()) > _LONGEST_BETWEEN
            if long or opens_subordinate(before[: modal.start()]):
                return None
            who = self.last(clause.start, clause.start + modal.start()) or self.last(
                clause.start + modal.end("modal"), at
            )
            return (who,) if who else None
        agreed = _AGREED_TO.search(self.text[start:at])
        if agreed and not _LONG_AGO.search(self.text[start : start + agreed.start()]):
            return (self.last(start, start + agreed.start()),)
        who = self.last(clause.start, at)
        if who and re.fullmatch(r"\s*[:–-]\s*", self.text[who.end : at]):
            return (who,)
        lead = self.statement.lead
        if (
            lead
            and not before.strip()
            and clause_before(self.text, self.statement, at, infinitive=False).standing
            in ("wanted", "main")
        ):
            return (self.last(lead.start, lead.end),) if _WANTED_BY_LEAD.search(lead.text) else None
        return None

    def _first_subject(self, clause: Clause) -> Span | None:
        """Who the sentence begins with, where it goes on about them after a clause: "Regionen
        oplyste, at tallene er nye, og sender dem"."""
        if not _GOES_ON.search(self.text[self.statement.start : clause.start]):
            return None
        found = self.actors.all_in(self.statement.start, clause.start)
        return found[0] if found and found[0].start == self.statement.start else None

    def _named_before_colon(self, clause: Clause) -> Span | None:
        """Who a line of a list is for: "Sekretariatet: Indsamler tal"."""
        who = self.last(self.statement.start, clause.start)
        alone = who and who.start == self.statement.start
        return who if alone and who and self.text[who.end : clause.start].strip() == ":" else None

    def last(self, start: int, end: int) -> Span | None:
        """The last that ``text[start:end]`` names; one after a preposition only where it is "
        "alone."""
        found = self.actors.all_in(start, end)
        subjects = [who for who in found if not _PREPOSITION.search(self.text[start : who.start])]
        named = subjects or found
        return named[-1] if named else None

    def _is_object(self, clause: Clause, who: Span) -> bool:
        """Whether a preposition stands before a name: "I København venter borgerne"."""
        return bool(_PREPOSITION.search(self.text[clause.start : who.start]))
