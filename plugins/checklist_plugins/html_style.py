"""The look of the page: one sheet for light, dark, a narrow screen and paper."""

STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d2733;--soft:#55606c;--line:#d9d6cd;--card:#fff;
--weekend:#f0eee7;
--open:#b9cdea;--best:#1f57a4;--voice:#5c7fb0;--late:#9c2c18;--stop:#8a3b2b;--hold:#6d6578;--now:#b3261e;
--good:#2c6e49}
@media (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e7e9ec;--soft:#a7b0ba;--line:#39424d;--card:#1b2128;
--weekend:#1f262e;--open:#33496a;--best:#8db7f5;--voice:#7393bf;--late:#ff9b86;--stop:#e59a89;--hold:#b5abc4;
--now:#ff8a80;
--good:#86d3a5}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Roboto,sans-serif}
main{max-width:66rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:0;font-weight:600}
h1,h2,h3,p,li,td{overflow-wrap:anywhere}p{margin:.25rem 0}ol,ul{margin:0;padding:0;list-style:none}
.soft,small{color:var(--soft)}code{font-size:.8rem;color:var(--soft)}a{color:var(--best)}
:focus-visible{outline:3px solid var(--best);outline-offset:2px;border-radius:4px}
.chart{border:1px solid var(--line);border-radius:10px;background:var(--card);padding:.5rem .75rem .75rem;
position:relative}
.row,.axis{display:grid;grid-template-columns:16rem 1fr;gap:.75rem;align-items:center}
.axis{font-size:.78rem;color:var(--soft);height:2.6rem;align-items:start}.axis>div,.track{position:relative}
.axis span{position:absolute;top:.2rem;line-height:1.05;white-space:nowrap;padding-left:2px}
.row{position:relative;border-top:1px solid var(--line);padding:.35rem 0;min-height:3rem}
.name{line-height:1.25;font-size:.92rem}.name small{display:block;font-size:.78rem}
.track{height:2.4rem;overflow:hidden;border-radius:3px}
.track>*{position:absolute}.off{top:0;bottom:0;background:var(--weekend)}
.window{top:.3rem;height:.85rem;background:var(--open);border-radius:3px}
.window.endless{-webkit-mask-image:linear-gradient(90deg,#000 60%,transparent);
mask-image:linear-gradient(90deg,#000 60%,transparent)}
.best{top:.3rem;height:.85rem;background:var(--best);border-radius:3px;min-width:4px}
.ideal{top:.18rem;height:1.1rem;border:2px solid var(--ink);border-radius:4px;min-width:6px}
.voice{height:2px;background:var(--voice);border-radius:2px;min-width:3px}
.is-hold .window,.is-hold .best{background:repeating-linear-gradient(45deg,var(--hold) 0 3px,transparent 3px 7px)}
.is-dont .window{background:repeating-linear-gradient(135deg,var(--stop) 0 2px,transparent 2px 6px);
border:1px solid var(--stop)}
.is-late .window{background:var(--late)}
.now{top:0;bottom:0;width:2px;background:var(--now)}
.tip{position:absolute;z-index:2;left:16.75rem;right:0;top:calc(100% - .3rem);background:var(--card);
border:1px solid var(--soft);
border-radius:8px;padding:.5rem .75rem;font-size:.86rem;visibility:hidden;box-shadow:0 6px 20px #0004}
.row:hover .tip,.row:focus .tip,.row:focus-within .tip{visibility:visible}
.axis>div{height:100%}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;font-size:.8rem;color:var(--soft);margin:.6rem 0 0}
.legend i{display:inline-block;width:1.6rem;height:.7rem;border-radius:3px;margin-right:.35rem;vertical-align:-1px}
.items>li{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.55rem .8rem;margin:.45rem 0}
.items>li.late{border-left:5px solid var(--late)}.items>li.done{border-left:5px solid var(--good)}
.mark{display:inline-block;min-width:1.5rem;font-weight:700}
details{margin:.3rem 0 0}summary{cursor:pointer;color:var(--soft);font-size:.9rem;padding:.1rem 0}
details ul{margin:.2rem 0 .4rem 1.2rem;list-style:disc;font-size:.92rem}
@media (max-width:40rem){.row,.axis{grid-template-columns:1fr;gap:.15rem}
.axis>small,.axis span:not(:nth-child(3n+1)){display:none}.tip{left:0}main{padding:1rem .6rem 2rem}}
@media print{@page{size:A4;margin:14mm}body{background:#fff;color:#000;font-size:10pt}main{padding:0;max-width:none}
.chart,.items>li,.row{break-inside:avoid}.tip{display:none}.track>*,.legend i{print-color-adjust:exact;
-webkit-print-color-adjust:exact}}
"""
