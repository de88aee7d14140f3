"""Reads a query before anything is retrieved: normalise, price, negation, spelling, meanings.

Each stage is a method that takes and returns plain data and notes what it did. It needs an engine
for its vocabulary and a lexicon; no database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from rethread.market.search.ports import SearchEngine
from rethread.market.search.rules.gazetteer import (
    Gazetteer,
    LexiconEntry,
    Reading,
    drop_negated,
    read_price,
)
from rethread.market.search.rules.planning import QueryWord
from rethread.market.search.rules.spelling import Speller
from rethread.market.search.rules.text import (
    QUERY_CHARS_MAX,
    QUERY_WORDS_MAX,
    STOP_WORDS,
    fold,
    head_of,
    normalise,
    words_of,
)
from rethread.market.search.types import Correction, Meaning, StageNote

_SPELLER_REFRESH_S = 60.0
_SMALL_INDEX = 5_000  # up to this many documents the vocabulary is reread after every commit
_INFLECTIONS = ("s", "ed", "ing", "er", "ly", "y")  # endings that a known stem may lack
_TAG_FIELDS = {"size": "any_size"}


@dataclass(slots=True)
class QueryReading:
    """What the stages hand on, and the notes they leave."""

    text: str
    words: list[str] = field(default_factory=list)
    stems: list[str] = field(default_factory=list)
    head: str = ""
    corrections: list[Correction] = field(default_factory=list)
    readings: tuple[Reading, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    planned: tuple[QueryWord, ...] = ()
    notes: list[StageNote] = field(default_factory=list)

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        """Return what the words mean."""
        return tuple(reading.meaning for reading in self.readings)

    def note(self, stage: str, did: str) -> None:
        """Write down what a stage did."""
        self.notes.append(StageNote(stage, did))


class QueryReader:
    """Reads queries for one engine and one lexicon; keeps gazetteer and speller between them."""

    def __init__(self, engine: SearchEngine, lexicon: Callable[[], Iterable[LexiconEntry]]) -> None:
        self._engine = engine
        self._lexicon = lexicon
        self._gazetteer: Gazetteer | None = None
        self._speller: Speller | None = None
        self._spelled = ("", 0.0)
        self._stems: dict[str, str] = {}
        self._lock = threading.Lock()

    def read(self, query: str) -> QueryReading:
        """Take a query through every stage before retrieval."""
        reading = self.normalise(query)
        self.take_price(reading)
        self.take_negated(reading)
        self.spell(reading)
        self.understand(reading)
        self.weigh(reading)
        return reading

    # Stages

    def normalise(self, query: str) -> QueryReading:
        """Fold case, accents, apostrophes and units, within bounds."""
        text = " ".join(fold(normalise(query[:QUERY_CHARS_MAX])).split())
        reading = QueryReading(text=text)
        reading.note("normalise", text)
        return reading

    def take_price(self, reading: QueryReading) -> None:
        """Read "under 30" as a price."""
        price = read_price(reading.text)
        reading.low, reading.high, reading.text = price.low, price.high, price.rest
        if price.low is not None or price.high is not None:
            reading.note("price", f"{price.low or 0} to {price.high or 'any'}")

    def take_negated(self, reading: QueryReading) -> None:
        """Drop what is not wanted ("without belt"), and the function words."""
        text, dropped = drop_negated(reading.text)
        if dropped:
            reading.note("negation", " ".join(dropped))
        reading.head = head_of(text)
        words = words_of(text)
        kept = [word for word in words if word not in STOP_WORDS] or words
        reading.words = kept[:QUERY_WORDS_MAX]

    def spell(self, reading: QueryReading) -> None:
        """Replace words that do not exist by the nearest that do."""
        unknown = self._unknown(reading.words)
        corrected: list[str] = []
        for word in reading.words:
            used = self._current_speller().correct(word) if word in unknown else None
            if used is not None:
                reading.corrections.append(Correction(word, used))
                reading.note("spelling", f"{word} -> {used}")
                if word == reading.head:
                    reading.head = used.split()[-1]
            corrected.extend((used or word).split())
        reading.words = corrected[:QUERY_WORDS_MAX]
        reading.stems = [self.stem(word) for word in reading.words]

    def understand(self, reading: QueryReading) -> None:
        """Look words up in the market's taxonomy."""
        reading.readings = self.gazetteer().read(reading.words, reading.stems)
        for meaning in reading.meanings:
            reading.note("meaning", f"{meaning.words}: {meaning.kind} {meaning.code}")

    def weigh(self, reading: QueryReading) -> None:
        """Count how rare each word is, by itself and by what it stands for."""
        others = self._commoner(reading)
        joined = self._joined(reading.stems, reading.words)
        head_at = _last_index(reading.words, reading.head)
        tags = [
            _tags_at(reading.readings, at) or _tags_at(others.get(at, ("", ()))[1], 0)
            for at in range(len(reading.words))
        ]
        asked = [
            [("all", stem), *of_word] for stem, of_word in zip(reading.stems, tags, strict=True)
        ]
        counts = iter(self._engine.frequencies([pair for pairs in asked for pair in pairs]))
        reading.planned = tuple(
            QueryWord(
                word,
                reading.stems[at],
                max(next(counts) for _ in asked[at]),
                at == head_at,
                tags[at],
                (*joined.get(at, ()), *((others[at][0],) if at in others else ())),
            )
            for at, word in enumerate(reading.words)
        )

    # Words

    def stem(self, word: str) -> str:
        """Return the term under which the index holds a word; remembered, for it is asked often."""
        known = self._stems.get(word)
        if known is None:
            terms = self._engine.analyse(word)
            known = terms[0] if terms else word
            if len(self._stems) < 50_000:
                self._stems[word] = known
        return known

    def gazetteer(self) -> Gazetteer:
        """Return the gazetteer, built from the lexicon on first use."""
        if self._gazetteer is None:
            self._gazetteer = Gazetteer(self._lexicon(), _folded_by(self._engine))
        return self._gazetteer

    def forget_lexicon(self) -> None:
        """Make the next query read the taxonomy anew, after brands were added."""
        self._gazetteer = self._speller = None

    def _unknown(self, words: Sequence[str]) -> set[str]:
        """Return the words that neither index nor gazetteer hold, as typed or uninflected."""
        known = self.gazetteer().words
        doubted = [w for w in words if len(w) >= 4 and w.isalpha() and w not in known]
        if not doubted:
            return set()
        pairs = [("spelling", w) for w in doubted] + [("all", self.stem(w)) for w in doubted]
        counts = self._engine.frequencies(pairs)
        half = len(doubted)
        return {
            w
            for at, w in enumerate(doubted)
            if not counts[at] and not (counts[at + half] and w.endswith(_INFLECTIONS))
        }

    def _current_speller(self) -> Speller:
        generation = self._engine.generation()
        known, built_at = self._spelled
        small = self._engine.count() <= _SMALL_INDEX
        fresh = known == generation or (
            not small and time.monotonic() - built_at < _SPELLER_REFRESH_S
        )
        if self._speller is None or not fresh:
            with self._lock:
                vocabulary = dict(self._engine.vocabulary())
                self._speller = Speller(vocabulary, self.gazetteer().words)
                self._spelled = (generation, time.monotonic())
        return self._speller

    def _commoner(self, reading: QueryReading) -> dict[int, tuple[str, tuple[Reading, ...]]]:
        """Find, per rare word that exists, the far commoner one it may be a slip of."""
        known = self.gazetteer().words
        rare = [
            (at, w)
            for at, w in enumerate(reading.words)
            if len(w) >= 4 and w.isalpha() and w not in known
        ]
        counts = self._engine.frequencies([("spelling", w) for _, w in rare])
        found: dict[int, tuple[str, tuple[Reading, ...]]] = {}
        for (at, word), count in zip(rare, counts, strict=True):
            other = self._current_speller().commoner(word) if 0 < count <= 2 else None
            if other is not None:
                stem = self.stem(other)
                found[at] = (stem, self.gazetteer().read([other], [stem]))
                reading.note("spelling", f"{word}, or {other}")
        return found

    def _joined(self, stems: Sequence[str], words: Sequence[str]) -> dict[int, tuple[str, ...]]:
        """Find neighbours that the market writes as one word, per position."""
        pairs = [
            (at, self.stem(words[at] + words[at + 1]))
            for at in range(len(words) - 1)
            if len(words[at]) + len(words[at + 1]) >= 5 and not stems[at].isdigit()
        ]
        counts = self._engine.frequencies([("all", one) for _, one in pairs])
        found: dict[int, tuple[str, ...]] = {}
        for (at, one), count in zip(pairs, counts, strict=True):
            if count:
                found[at] = (*found.get(at, ()), one)
                found[at + 1] = (*found.get(at + 1, ()), one)
        return found


def _tags_at(readings: Sequence[Reading], at: int) -> tuple[tuple[str, str], ...]:
    """Return the keyword fields and codes that the word at a position stands for."""
    return tuple(
        (_TAG_FIELDS.get(r.meaning.kind, r.meaning.kind), r.meaning.code)
        for r in readings
        if r.start <= at < r.end
    )


def _folded_by(engine: SearchEngine) -> Callable[[str], Sequence[str]]:
    return lambda phrase: [
        term for word in words_of(normalise(phrase)) for term in engine.analyse(word)
    ]


def _last_index(words: Sequence[str], word: str) -> int:
    return max((at for at, candidate in enumerate(words) if candidate == word), default=-1)
