"""What would turn an item: the smallest change of the record that gives it another status. Pure; nothing is written.

The search is a declared one, not a proof. It tries **candidates** one by one: each is laid over the record's facts,
read by the record's own schema (what is refused there is no candidate), and evaluated like any record.

What is tried is found by noting what the evaluation of the item reads: facts in conditions, moments, triggers, lists
to fan out over, of the item itself and of what decides about it (named conditions and moments, other items that it
looks at, prohibitions); and names of the log. What was not read cannot turn it.

1. **One fact** that was read, with other values:

   - one of several words (``enum``), or yes and no: every other one;
   - a number: those that conditions compare it with, one less and one more; its neighbours where there are none;
   - a date: the day of now, one and seven days later and earlier, at its present clock time if it has one; a time,
     also this minute and the next; for each condition on it the nearest on either side: clock times, days of the week,
     months, and the moment that it is compared with;
   - a text: those that conditions name, and any where it is missing; a person: each of the record's (`MOST_PEOPLE`);
   - a list: empty; or one more element (a text that conditions ask for, a person, or an object with what is required
     and, of the facts in it that conditions test, values that they ask for);
   - ``none``, where the schema has that word for it; and left out, where it is there.

2. **One log entry** at now: the item's own action, done or skipped (not of an ``expect``, which is somebody else's
   turn; and not where the item is not applicable: that would not make it apply); each event, and each other action
   done or skipped, whose entries were looked for, also by the channels and with the person that rules ask for.

3. **Two facts**, only where none of these turns it: after the first change the second is chosen by what is read then.

Of each new status the first found is shown, in this order: the item's own action; facts that the record asks for;
other facts (those of the item's own elements and of the whole record before those of other elements); other log
entries; dates that are known or not asked for; lists. Where an item is not applicable (or not there), only what makes
it apply counts, and ``closed`` is not that. At most `MOST_TURNS` are kept.

**Work** is bounded: `MOST_TRIALS` evaluations, shared by all items that are asked for together; in a long record each
counts as several, by what it reads. If that does not reach to the end, the answer says so.
"""

from __future__ import annotations

from checklist_engine.whatif.candidates import MOST_PEOPLE
from checklist_engine.whatif.search import MOST_TRIALS, MOST_TURNS, with_turns

__all__ = ["MOST_PEOPLE", "MOST_TRIALS", "MOST_TURNS", "with_turns"]
