"""How a group of keys of the rule language becomes a file in the page's pack, so that it can be compiled there.

`OWNERS` says so of each part of a schema that has keys, and `BESIDE` what a key needs beside it to mean something.
What nobody owns is no part of the language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from desk import ROOT

from checklist_engine.load.schema_file import YAML
from checklist_engine.schema.files import load_schema
from checklist_engine.schema.shape import Shape
from checklist_engine.yaml12.reader import read

Data = dict[str, Any]
PACK = ROOT / "tests" / "language" / "job-search"


class Files(NamedTuple):
    """Files to lay over the pack, and what to do with them besides compiling the pack."""

    files: Mapping[str, Data]
    read: str = ""


def _action(**about: Any) -> Files:
    name = about.get("action", "an-example")
    given = {
        "action": name, "title": "An example", "trigger": "round.end",
        "for_each": {"round": "interviews", "person": "round.with", "promise": "promised"},
        "rules": [{"id": "any-time", "statement": "hays/thank-you", "do": {}}], **about,
    }  # fmt: skip
    return Files({f"actions/{name}.yaml": given})


def _rule(**about: Any) -> Files:
    kinds = {"do", "dont", "need_not", "expect"} & set(about)
    rule = {"id": "an-example", "statement": "hays/thank-you", **({} if kinds else {"do": {}}), **about}
    general = {"id": "thanks-soon", "statement": "hays/thank-you", "do": {"until": "24 hours after"}}
    return _action(rules=[rule] if rule["id"] == general["id"] else [general, rule])


def _step(**about: Any) -> Files:
    return _action(steps=[{"id": "an-example", "statement": "hays/thank-you", "title": "An example", **about}])


def _stretch(**about: Any) -> Files:
    return _rule(do={"through": "2 weeks after", "except": [about]})


def _moment(moment: Any) -> Files:
    return _rule(do={"from": moment})


def _condition(condition: Any) -> Files:
    return _rule(when=condition)


def _test(**about: Any) -> Files:
    (key,) = about
    return _condition({TESTED.get(key, "round.start"): about})


def _manifest(**about: Any) -> Files:
    """The pack's manifest with more in it: groups are laid over the groups of the same name."""
    manifest = _read("pack.yaml")
    merged = {
        key: {**manifest.get(key, {}), **value} if isinstance(value, dict) and key != "titles" else value
        for key, value in about.items()
    }
    return Files({"pack.yaml": {**manifest, **merged}})


def _offset(offset: Any) -> Files:
    rule = {"id": "an-example", "statement": "hays/thank-you", "do": {"through": "an-offset after"}}
    return Files({**_manifest(offsets={"an-offset": offset}).files, **_action(rules=[rule]).files})


def _source(**about: Any) -> Files:
    source = _read("sources/hays.yaml")
    statements = {**source["statements"], **about.get("statements", {})}
    return Files({"sources/hays.yaml": {**source, **about, "statements": statements}})


def _message(**about: Any) -> Files:
    return Files({"messages/thank-you.yaml": {**_read("messages/thank-you.yaml"), **about}})


def _init(**about: Any) -> Files:
    asked = [{"fact": fact, "ask": "What?", "example": "so"} for fact in ("company", "role")]
    given = {"questions": asked, "template": "company: {company}\n", **about}
    if "questions" in about:
        given["template"] = "company: {company}\n"
    return Files({"init.yaml": given}, "init")


def _question(**about: Any) -> Files:
    question = {"fact": "company", "ask": "Which company is it?", "example": "Quillon Maps", **about}
    return _init(questions=[question])


def _tailoring(**about: Any) -> Files:
    return Files({"../tailoring.yaml": about}, "tailoring")


def _change(**about: Any) -> Files:
    return _tailoring(changes=[{"because": "I like it so", **about}])


def _own_rule(**about: Any) -> Files:
    kinds = {"do", "dont", "need_not", "expect"} & set(about)
    return _change(action="send-thank-you", add={"id": "an-example", **({} if kinds else {"do": {}}), **about})


def _record(**about: Any) -> Files:
    record = {"company": "Quillon Maps", "role": "Data engineer", "people": {"anna": {"name": "Anna"}}, **about}
    return Files({"../record.yaml": record}, "record")


def _entry(**about: Any) -> Files:
    verbs = {"did", "heard", "skipped"} & set(about)
    return _record(log=[{"at": "2026-11-17", **({} if verbs else {"did": "follow-up"}), **about}])


def _in_tests(**about: Any) -> Files:
    """Keys of tests are not compiled: the tests of the pack, which are run, must have the example word for word."""
    return Files({"": about}, "tests")


def _in_record_schema(**about: Any) -> Files:
    return Files({"": about}, YAML)


TESTED = {
    "is": "round.medium", "one_of": "round.medium", "not_one_of": "round.medium", "at_least": "salary",
    "at_most": "salary", "more_than": "salary", "less_than": "salary", "contains": "references", "known": "promise.by",
    "none": "references", "before": "promise.by",
}  # fmt: skip
"""The fact that an example of a test is put to; the others go to ``round.start``."""

OWNERS: dict[str, Callable[..., Files]] = {
    "action#": _action,
    "action#rule": _rule,
    "action#rule.valid": lambda **about: _rule(valid=about),
    "action#rule.changed": lambda **about: _rule(changed=about),
    "action#rule.retired": lambda **about: _rule(retired=about),
    "action#step": _step,
    "action#window": lambda **about: _rule(need_not=about),
    "action#task": lambda **about: _rule(do=about),
    "action#task.repeat": lambda **about: _rule(do={"repeat": about}),
    "action#stretches[]": _stretch,
    "action#limit": lambda **about: _rule(dont=about),
    "action#ideal": lambda **about: _rule(do={"ideal": about}),
    "action#moment": lambda **about: _moment(about),
    "action#moment_choice[]": lambda **about: _moment({"choose": [about]}),
    "action#offset": lambda **about: _offset(about),
    "action#offset.choose[]": lambda **about: _offset({"choose": [about]}),
    "action#condition": lambda **about: _condition(about),
    "action#test": _test,
    "pack#": _manifest,
    "pack#.titles": lambda **about: _manifest(titles=about),
    "pack#.classes*": lambda **about: _manifest(classes={"an-example": about}),
    "pack#.events*": lambda **about: _manifest(events={"an-example": about}),
    "pack#remark": lambda **about: _manifest(remarks={"an-example": about}),
    "pack#.registered_actions*": lambda **about: _manifest(
        registered_actions={"an-example": {"title": "An example", **about}}
    ),
    "pack#.calendars*": lambda **about: _manifest(calendars={"example": about}),
    "pack#.preferences": lambda **about: _manifest(preferences=about),
    "pack#.preferences.sending_hours": lambda **about: _manifest(preferences={"sending_hours": about}),
    "pack#dimension": lambda **about: _manifest(dimensions={"example": about}),
    "pack#profile": lambda **about: _manifest(profiles={"an-example": about}),
    "pack#profile_of_action": lambda **about: _manifest(
        profiles={"an-example": {"title": "An example", "actions": {"send-thank-you": about}}}
    ),
    "source#": _source,
    "source#statement": lambda **about: _source(statements={"an-example": about}),
    "message#": _message,
    "rule-test#": _in_tests,
    "rule-test#case": _in_tests,
    "rule-test#expectation": _in_tests,
    "init#": _init,
    "init#question": _question,
    "tailoring#": _tailoring,
    "tailoring#change": _change,
    "tailoring#own_rule": _own_rule,
    "record#": _record,
    "record#entry": _entry,
    "record-schema#schema": _in_record_schema,
}

_LOGGED = {"did": "contact"}
_STATEMENT = {"says": "Thank them.", "where": "tip 1"}
_OWN = {"action": "call-home", "title": "Call home", "add": {"id": "my-rule", "do": {}}}
BESIDE: dict[str, Data] = {
    "action#rule.valid.until": {"from": "2026-01-01"},
    "action#rule.changed.at": {"because": "…"},
    "action#rule.changed.because": {"at": "2026-09-01"},
    "action#rule.retired.from": {"because": "…"},
    "action#rule.retired.because": {"from": "2027-01-01"},
    "action#rule.retired.by": {"from": "2027-01-01", "because": "…"},
    "action#task.per": {"at_least": 3},
    "action#task.repeat.for": {"each": "Saturday"},
    "action#task.repeat.at_most": {"every": "10 days"},
    "action#task.repeat.until": {"every": "10 days"},
    "action#limit.per": {"more_than": 1},
    "action#moment.which": {"heard": ["rejected", "offered"]},
    "action#moment.known": {"latest_of": ["1 week after", "round.they_said.decision_by"]},
    "action#moment_choice[].when": {"use": "next day"},
    "action#offset.choose[].when": {"use": "2 weeks"},
    **{f"action#condition.{key}": _LOGGED for key in ("by", "with", "at_least", "since", "within")},
    "action#condition.moment": {"weekday": ["mon"]},
    **{f"action#condition.{key}": {"moment": "now"} for key in ("weekday", "month", "clock_before", "clock_from")},
    "action#condition.before": {"moment": "process-over"},
    "action#condition.after": {"moment": "now"},
    "action#condition.known": {"moment": {"did": "contact"}},
    "action#condition.item": {"is": "done"},
    "action#condition.is": {"item": "send-thank-you"},
    "action#condition.some": {"are": [{"round.medium": {"is": "video"}}]},
    "action#condition.every": {"are": [{"round.medium": {"is": "video"}}]},
    "action#condition.more_than": {"of": "interviews", "are": [{"begun": "round.start"}]},
    "action#condition.of": {"more_than": 1, "are": [{"begun": "round.start"}]},
    "action#condition.are": {"some": "interviews"},
    "pack#.classes*.sending_hours": {"title": "something that you send"},
    "pack#remark.when": {"says": "When you know the date of the next interview, add it to your file."},
    "pack#remark.says": {"when": [{"heard": "invited"}]},
    "pack#.events*.then": {"title": "They offered you the job"},
    "pack#.preferences.sending_hours.from": {"until": "20:00"},
    "pack#.preferences.sending_hours.until": {"from": "08:00"},
    **{f"pack#dimension.{key}": {"list": "interviews", "log": "round", "unnamed": "the interview"}
       for key in ("key", "label", "since")},
    "pack#dimension.list": {"log": "round", "unnamed": "the interview"},
    "pack#dimension.log": {"list": "interviews", "unnamed": "the interview"},
    "pack#dimension.unnamed": {"log": "with"},
    **{f"pack#profile.{key}": {"title": "An example"}
       for key in ("sources", "without", "settle", "strict", "weights", "actions", "ours")},
    "source#statement.says": {"where": "tip 1"},
    "source#statement.where": {"says": "Thank them."},
    "tailoring#change.rule": {"off": True},
    "tailoring#change.source": {"off": True},
    "tailoring#change.action": {"off": True},
    "tailoring#change.message": {"subject": "Thank you"},
    "tailoring#change.off": {"rule": "thanks-second-day"},
    "tailoring#change.do": {"rule": "thanks-second-day"},
    "tailoring#change.dont": {"rule": "ask-once-a-week"},
    "tailoring#change.need_not": {"rule": "no-need-in-the-first-days"},
    "tailoring#change.expect": {"rule": "hear-by-the-date"},
    "tailoring#change.title": {"action": "send-thank-you"},
    "tailoring#change.subject": {"message": "thank-you"},
    "tailoring#change.body": {"message": "thank-you"},
    "tailoring#change.add": {"action": "practise"},
    "tailoring#change.because": {"source": "six-rs", "off": True},
    "tailoring#change.until": {"source": "six-rs", "off": True},
    **{f"tailoring#change.{key}": _OWN for key in ("for_each", "is", "while", "lapses", "standing")},
    "tailoring#change.trigger": {**_OWN, "for_each": {"round": "interviews"}},
}  # fmt: skip
"""What stands beside a key in its example, on the page too, because alone it would mean nothing."""


VALUES: dict[str, Callable[[Any], Files]] = {
    "moment": _moment,
    "conditions": _condition,
    "condition": _condition,
    "offset": _offset,
    "length": lambda length: _rule(dont={"more_than": 1, "per": length}),
    "window": lambda window: _rule(need_not=window),
    "task": lambda window: _rule(do=window),
    "limit": lambda limit: _rule(dont=limit),
}
"""How a whole value of these definitions of ``action.schema.json`` becomes a file."""


def beside(part: str, key: str) -> Data:
    """What stands beside a key in its examples."""
    return BESIDE.get(f"{part}.{key}", {})


def _read(name: str) -> Data:
    data: Data = data_of(PACK / name)
    return data


def data_of(path: Path) -> Any:
    """A file of the pack as plain data, each text as it is written."""
    named = {"pack.yaml": "pack", YAML: "record-schema"}
    folders = {"sources": "source", "messages": "message", "tests": "rule-test"}
    schema = named.get(path.name) or folders[path.parent.name]
    document = read(path.read_bytes(), path.name)
    return Shape(load_schema(schema)).check(document).data
