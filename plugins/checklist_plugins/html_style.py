"""How the page looks: light and dark, wide and narrow, on screen and on A4.

The state of a thing is never told by colour alone: each has a word, a sign or a pattern besides.
"""

from __future__ import annotations

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #f7f6f3; --card: #ffffff; --ink: #1c2330; --soft: #525c6c; --line: #dfe1e6; --faint: #eceef1;
  --accent: #1f4f99; --on-accent: #ffffff; --window: #d3e1f4; --voice: #5b86bf; --ideal: #b45309;
  --weekend: #f1f0ec; --now: #b91c1c; --bad: #9f1d35; --bad-soft: #f9e3e6; --good: #1d6b41; --good-soft: #dcf1e4;
  --hold: #7a5200; --hold-soft: #faedcd; --grey: #68717f; --grey-soft: #e7e9ed; --label: 17rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12151a; --card: #1a1e25; --ink: #e7eaef; --soft: #a9b3c1; --line: #333a45; --faint: #272d36;
    --accent: #8fb8f5; --on-accent: #0e1522; --window: #2a3d5b; --voice: #6c9bdc; --ideal: #f0a94b;
    --weekend: #20252d; --now: #ff8f80; --bad: #f59aa8; --bad-soft: #43222a; --good: #86d3a5; --good-soft: #1d3a2a;
    --hold: #ecc568; --hold-soft: #413515; --grey: #939dab; --grey-soft: #2c323b;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 4rem; }
body {
  margin: 0 auto; max-width: 72rem; padding: 2rem 1.5rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.85rem; line-height: 1.2; letter-spacing: -0.015em; }
h2 { margin: 0 0 0.75rem; font-size: 1.2rem; line-height: 1.3; }
h3 { margin: 0; font-size: 1rem; line-height: 1.4; }
p { margin: 0; }
ul { margin: 0; padding: 0; list-style: none; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; border-radius: 3px; }
code { font: 0.8rem/1.4 ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.defs { position: absolute; }
.as-of, .happened { color: var(--soft); margin-top: 0.25rem; }
.nothing { margin-top: 0.75rem; font-weight: 600; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.4rem 0.5rem; margin-top: 1rem; }
nav a {
  display: block; padding: 0.15rem 0.7rem; border: 1px solid var(--line); border-radius: 1rem;
  background: var(--card);
  color: var(--ink); font-size: 0.9rem; text-decoration: none;
}
nav a:hover { border-color: var(--accent); }
section { margin-top: 2.25rem; }

/* the timeline */
.timeline {
  padding: 1.1rem 1.25rem 1.25rem; border: 1px solid var(--line); border-radius: 0.75rem; background: var(--card);
}
.chart { position: relative; }
.chart > .ground, .chart > .now {
  position: absolute; top: 0; left: var(--label); width: calc(100% - var(--label)); height: 100%;
}
.chart > .now { pointer-events: none; z-index: 2; }
.axis { position: sticky; top: 0; z-index: 4; margin-left: var(--label); }
.axis svg {
  display: block; width: 100%; overflow: visible; background: var(--card); border-bottom: 1px solid var(--line);
}
.axis text { fill: var(--soft); font-size: 0.7rem; }
.axis .weekday, .axis .date { text-anchor: middle; }
.axis .date { font-size: 0.8rem; fill: var(--ink); }
.axis .month { font-weight: 600; fill: var(--ink); }
.axis .today { font-weight: 700; fill: var(--now); }
.axis .now-word { font-weight: 700; fill: var(--now); }
.weekend { fill: var(--weekend); }
.midnight, .monday { stroke: var(--faint); }
.monday { stroke: var(--line); }
.now line { stroke: var(--now); stroke-width: 1.5; }
.band {
  position: relative; z-index: 1; margin: 0.9rem 0 0.2rem; color: var(--soft); font-size: 0.75rem; font-weight: 700;
  letter-spacing: 0.06em; text-transform: uppercase;
}
.row {
  position: relative; display: grid; grid-template-columns: var(--label) minmax(0, 1fr); align-items: center;
  border-top: 1px solid var(--faint); outline: none;
}
.row:hover, .row:focus-within, .row:focus { background: color-mix(in srgb, var(--accent) 7%, transparent); }
.what { padding: 0.35rem 1rem 0.35rem 0; font-size: 0.875rem; line-height: 1.3; }
.what a { display: inline-block; color: var(--ink); font-weight: 600; text-decoration: none; }
.what a:hover { text-decoration: underline; }
.brief { display: block; color: var(--soft); font-size: 0.8rem; }
.plot { display: block; width: 100%; }
.window { fill: var(--window); }
.past { fill: var(--grey-soft); }
.best { fill: var(--accent); }
.second, .gone { fill: var(--window); stroke: var(--accent); stroke-width: 1.25; }
.second { stroke-dasharray: 3 2; }
.gone { fill: none; stroke: var(--grey); }
.ideal { fill: var(--ideal); }
.diamond { fill: var(--ideal); stroke: var(--card); stroke-width: 1.25; }
.voice { stroke: var(--voice); stroke-width: 3; }
.differs { stroke: var(--grey); stroke-dasharray: 4 2; }
.dont-voice { stroke: var(--bad); stroke-dasharray: 1.5 1.5; }
.expect-voice { stroke: var(--grey); }
.need_not-voice { stroke: var(--grey); stroke-dasharray: 1.5 3; }
.dont { fill: url(#hatch); stroke: var(--bad); stroke-opacity: 0.5; }
.hatch-ground { fill: var(--bad-soft); }
.hatch-line { fill: var(--bad); fill-opacity: 0.55; }
.held { fill: url(#bars); stroke: var(--hold); stroke-dasharray: 3 2; }
.bars-ground { fill: var(--hold-soft); }
.bars-line { fill: var(--hold); fill-opacity: 0.4; }
.need-not { fill: none; stroke: var(--grey); stroke-dasharray: 1.5 3; stroke-width: 1.5; stroke-linecap: round; }
.expect { fill: var(--grey-soft); stroke: var(--grey); }
.check circle, .check { fill: var(--good); }
.alarm { fill: var(--bad); }
.pause { fill: var(--hold); }
.check, .alarm, .pause { stroke: var(--card); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.count {
  fill: var(--ink); stroke: var(--window); stroke-width: 3; paint-order: stroke; font-size: 0.7rem;
  font-weight: 600;
}
.count.on-best { fill: var(--on-accent); stroke: none; }
.says {
  position: absolute; z-index: 6; top: calc(100% - 2px); left: 0; width: min(100%, 44rem); padding: 0.75rem 1rem;
  visibility: hidden;
  border: 1px solid var(--line); border-radius: 0.5rem; background: var(--card); box-shadow: 0 6px 24px #0003;
  font-size: 0.85rem; line-height: 1.45;
}
.row:hover > .says, .row:focus > .says, .row:focus-within > .says { visibility: visible; }
.row:hover > .says { z-index: 7; }
.says p { font-weight: 600; }
.left-out { margin-top: 0.75rem; color: var(--soft); font-size: 0.8rem; }
.legend {
  display: flex; flex-wrap: wrap; gap: 0.3rem 1.1rem; margin-top: 1rem; padding-top: 0.8rem;
  border-top: 1px solid var(--line); color: var(--soft); font-size: 0.8rem;
}
.legend li { display: flex; align-items: center; gap: 0.45rem; }
.legend svg { flex: none; }

/* the list */
.items { display: grid; gap: 0.6rem; }
.item { padding: 0.8rem 1rem; border: 1px solid var(--line); border-radius: 0.6rem; background: var(--card); }
.item:target { outline: 2px solid var(--accent); }
.box {
  display: inline-block; width: 0.95em; height: 0.95em; flex: none; border: 1.5px solid var(--grey);
  border-radius: 3px; vertical-align: -0.1em;
}
.chip {
  display: inline-block; padding: 0 0.5rem; border-radius: 0.75rem;
  background: var(--grey-soft); color: var(--ink);
  font-size: 0.75rem; font-weight: 600; line-height: 1.5;
}
.chip.due, .chip.open { background: var(--window); }
.chip.overdue, .chip.broken, .chip.late, .chip.impossible, .chip.in-force {
  background: var(--bad-soft); color: var(--bad);
}
.chip.done, .chip.met { background: var(--good-soft); color: var(--good); }
.chip.on-hold, .chip.provisional { background: var(--hold-soft); color: var(--hold); }
.lead { margin-top: 0.15rem; }
.more, .by, .id, .ours { color: var(--soft); }
.more, .steps, details { font-size: 0.9rem; }
.steps { margin: 0.4rem 0; }
.steps { columns: 22rem; column-gap: 2rem; }
.steps li { position: relative; padding-left: 1rem; break-inside: avoid; }
.steps li::before { content: "\\2013"; position: absolute; left: 0; color: var(--soft); }
.how p { margin-top: 0.4rem; font-weight: 600; }
details { margin-top: 0.35rem; }
summary { width: fit-content; color: var(--accent); cursor: pointer; }
.voices { margin-top: 0.35rem; }
.voices li + li { margin-top: 0.2rem; }
.stand { font-size: 0.75rem; font-weight: 600; }
.stand.agrees { color: var(--accent); }
.stand.agrees::before { content: "\\25CF\\A0"; }
.stand.differs, .stand.over { color: var(--soft); }
.stand.differs::before { content: "\\25CB\\A0"; }
.stand.over::before { content: "\\25CC\\A0"; }
q { font-style: italic; }
.dates, .sources { margin: 0.6rem 0 0; }
.dates { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.1rem 1rem; }
dt { color: var(--soft); }
dd { margin: 0; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.5rem; }
.head h3 { max-width: calc(100% - 2rem); }
.head .id { margin-left: auto; }
.questions li, .sources div { padding: 0.5rem 0; border-top: 1px solid var(--line); }
.sources dt { font-weight: 600; color: var(--ink); }
footer { margin-top: 2.5rem; color: var(--soft); font-size: 0.85rem; }

@media screen and (max-width: 46rem) {
  :root { --label: 0rem; }
  body { padding: 1.25rem 0.75rem 3rem; }
  h1 { font-size: 1.5rem; }
  .timeline { padding: 0.9rem 0.75rem; }
  .row { display: block; }
  .what { position: relative; z-index: 3; padding: 0.35rem 0 0.15rem; background: var(--card); }
  .band { z-index: 3; margin-top: 0; padding-top: 0.9rem; background: var(--card); }
  .axis .minor { display: none; }
  .dates { display: block; }
  .dates dd { margin-bottom: 0.25rem; }
}
@media print {
  @page { size: A4; margin: 14mm; }
  :root {
    --paper: #ffffff; --card: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --faint: #e5e5e5;
    --label: 13rem;
    --accent: #1f4f99; --on-accent: #ffffff; --window: #d3e1f4; --voice: #5b86bf; --ideal: #b45309;
    --weekend: #f1f0ec; --now: #b91c1c; --bad: #9f1d35; --bad-soft: #f9e3e6; --good: #1d6b41; --good-soft: #dcf1e4;
    --hold: #7a5200; --hold-soft: #faedcd; --grey: #68717f; --grey-soft: #e7e9ed; color-scheme: light;
  }
  body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, .says { display: none; }
  .axis { position: relative; }
  .timeline { padding: 0; border: 0; }
  section { margin-top: 1.25rem; }
  h2, h3, .band, .head { break-after: avoid; }
  .row, .questions li, .sources div { break-inside: avoid; }
  .steps { columns: 2; }
  details:not([open]):not(.how) { display: none; }
  .how::details-content { content-visibility: visible; display: block; block-size: auto; }
  summary { color: var(--soft); list-style: none; }
  .sources a::after { content: " (" attr(href) ")"; color: var(--soft); font-size: 0.85em; }
}
"""
"""Without any address: the page loads nothing."""
