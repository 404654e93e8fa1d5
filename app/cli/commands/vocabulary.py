"""`alcove vocabulary`: words and replacement rules in, listed, tried, suggested and out."""

from __future__ import annotations

import argparse

from app.cli.output import printable
from app.cli.session import Session
from app.domain.spoken.rules import RuleFault, RuleKind, VocabularyRule, fault_of
from app.domain.spoken.vocabulary_files import VocabularyFormat
from app.wording import Translate

FAILED = 1


def run(session: Session, arguments: argparse.Namespace) -> int:
    """Fails where a rule cannot be used, or nothing of a file could be taken."""
    collection = session.collection(arguments.collection).id if arguments.collection else None
    act = {"add": _add, "remove": _remove, "import": _import, "export": _export, "try": _try, "suggest": _suggest}
    return act.get(arguments.action, _list)(session, arguments, collection)


def _list(session: Session, _arguments: argparse.Namespace, collection: int | None) -> int:
    for rule in session.alcove.speech.keep_vocabulary.rules(collection):
        if session.output.json_lines:
            session.output.object(_as_object(rule))
        number = session.output.coloured(f"{rule.id}", "dim")
        session.output.line(f"{number}  {printable(_told(rule))}")
    return 0


def _add(session: Session, arguments: argparse.Namespace, collection: int | None) -> int:
    kind = RuleKind.PATTERN if arguments.pattern else RuleKind.WORD
    new = VocabularyRule(arguments.written, tuple(arguments.heard), kind, arguments.case, collection)
    if (fault := fault_of(new)) is not None:
        session.output.problem(fault_words(fault, session.translate))
        return FAILED
    (rule,) = session.alcove.speech.keep_vocabulary.keep([new])
    if session.output.json_lines:
        session.output.object(_as_object(rule))
    session.output.line(f"{rule.id}  {printable(_told(rule))}")
    return 0


def _remove(session: Session, arguments: argparse.Namespace, _collection: int | None) -> int:
    session.alcove.speech.keep_vocabulary.remove(arguments.rules)
    return 0


def _import(session: Session, arguments: argparse.Namespace, collection: int | None) -> int:
    done, output, translate = (
        session.alcove.speech.keep_vocabulary.read(arguments.path, collection),
        session.output,
        session.translate,
    )
    if output.json_lines:
        faults = [{"line": one.line, "reason": one.fault.value if one.fault else "unread"} for one in done.faults]
        output.object({"rules": done.rules, "faults": faults})
    output.line(translate("CLI", "Rules taken: {count}.").format(count=done.rules))
    for one in done.faults:
        told = translate("CLI", "Line {line} was left out. {why}")
        output.problem(told.format(line=one.line, why=fault_words(one.fault, translate)))
    return 0 if done.rules or not done.faults else FAILED


def _export(session: Session, arguments: argparse.Namespace, collection: int | None) -> int:
    ending = arguments.path.suffix.lower()[1:]
    form = VocabularyFormat(ending) if ending in list(VocabularyFormat) else VocabularyFormat.LIST
    count = session.alcove.speech.keep_vocabulary.write(arguments.path, form, collection)
    if session.output.json_lines:
        session.output.object({"path": str(arguments.path), "rules": count})
    session.output.line(session.translate("CLI", "Rules written: {count}.").format(count=count))
    return 0


def _try(session: Session, arguments: argparse.Namespace, collection: int | None) -> int:
    """The whole way of recognised words, by what is chosen in the settings; the chat model is not asked."""
    done = session.alcove.speech.after_words.write(
        arguments.text, arguments.language, collection_id=collection, clean=False
    )
    if session.output.json_lines:
        fired = [{"heard": one.found, "written": one.put} for one in done.firings]
        session.output.object({"text": done.by_rules, "fired": fired})
    session.output.line(printable(done.by_rules))
    for one in done.firings:
        session.output.line(session.output.coloured(f"  {printable(one.found)} → {printable(one.put)}", "dim"))
    return 0


def _suggest(session: Session, _arguments: argparse.Namespace, collection: int | None) -> int:
    alcove, output = session.alcove, session.output
    ids = [collection] if collection is not None else [one.id for one in alcove.library.collections()]
    for one in ids:
        for found in alcove.speech.suggest_vocabulary.suggest(one).terms:
            if output.json_lines:
                output.object(
                    {"term": found.term, "times": found.times, "documents": found.documents, "collection": one}
                )
            output.line(f"{printable(found.term)}  {output.coloured(f'{found.times}', 'dim')}")
    return 0


def fault_words(fault: RuleFault | None, translate: Translate) -> str:
    """Why a rule cannot be used, and what helps."""
    return {
        None: translate("CLI", "It could not be read."),
        RuleFault.EMPTY: translate("CLI", "It says nothing: give the word, and what is heard for it."),
        RuleFault.TOO_LONG: translate("CLI", "It is too long."),
        RuleFault.PATTERN: translate("CLI", "This is no pattern that is understood here."),
        RuleFault.SLOW: translate("CLI", "This pattern could take for ever: leave out repetitions inside repetitions."),
    }[fault]


def _told(rule: VocabularyRule) -> str:
    written = rule.written.replace("\n", "\\n")
    return f"{' | '.join(rule.spoken)} → {written}" if rule.spoken else written


def _as_object(rule: VocabularyRule) -> dict[str, object]:
    return {
        "id": rule.id,
        "written": rule.written,
        "spoken": list(rule.spoken),
        "kind": rule.kind.value,
        "case": rule.match_case,
        "collection": rule.collection_id,
    }
