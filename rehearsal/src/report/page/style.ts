/** The page's only style sheet. Light and dark, narrow and printed. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f6f8fa; --line: #d0d7de; --ink: #1f2328; --soft: #59636e;
  --good: #1a7f37; --bad: #c11c28; --warn: #8a5a00; --link: #0757ba;
  --old: #5b7ca3; --new: #b04a00; --third: #00796b; --grid: #e3e7eb;
  --tint-good: #dcf5e3; --tint-bad: #ffe3e1; --tint-warn: #fff3d1; --tint-new: #fbe9dc;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #0d1117; --raised: #161b22; --line: #30363d; --ink: #e6edf3; --soft: #9ba5b0;
    --good: #4cc264; --bad: #ff8078; --warn: #e3b341; --link: #6cb0ff;
    --old: #7fa3cf; --new: #f0883e; --third: #43c5b4; --grid: #262c34;
    --tint-good: #12301c; --tint-bad: #3f1a1b; --tint-warn: #342a10; --tint-new: #3a2415;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
main, header, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.75rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .6rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; overflow-wrap: anywhere; }
p { margin: .5rem 0; max-width: 60rem; }
ul, ol { margin: .4rem 0; padding-left: 1.3rem; }
li { margin: .2rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .3rem .6rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: 1rem 0 0; font-size: .9rem; }
.banner { border: 1px solid var(--line); border-left: .35rem solid var(--good); background: var(--tint-good); border-radius: 6px; padding: .75rem 1rem; }
.banner.bad { border-left-color: var(--bad); background: var(--tint-bad); }
.banner p, .banner ul { margin: .15rem 0; }
.banner strong { font-size: 1.05rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: .75rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.tiles li { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem; margin: 0; }
.tiles .label { display: block; color: var(--soft); font-size: .8rem; }
.tiles .value { display: block; font-size: 1.1rem; font-weight: 600; }
.tiles .detail { display: block; color: var(--soft); font-size: .8rem; }
.scroll { overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; color: var(--soft); font-size: .8rem; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
thead th { color: var(--soft); font-weight: 600; font-size: .8rem; border-bottom-width: 2px; white-space: nowrap; }
tbody th { font-weight: 500; min-width: 11rem; }
td { overflow-wrap: anywhere; }
td:last-child:not(.number) { min-width: 11rem; }
.reason { margin-bottom: .25rem; }
.number { text-align: right; white-space: nowrap; }
.soft { color: var(--soft); }
.small { font-size: .8rem; }
code { font: .85em ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.tag { display: inline-block; border-radius: 999px; padding: 0 .55rem; font-size: .78rem; font-weight: 600; white-space: nowrap; background: var(--raised); color: var(--soft); border: 1px solid currentColor; }
.tag.good { color: var(--good); } .tag.bad { color: var(--bad); } .tag.warn { color: var(--warn); } .tag.new { color: var(--new); }
.good-text { color: var(--good); } .bad-text { color: var(--bad); }
details { margin: .6rem 0; }
summary { cursor: pointer; color: var(--link); width: fit-content; }
figure { margin: .75rem 0; }
figcaption { color: var(--soft); font-size: .85rem; }
svg { display: block; width: 100%; height: auto; min-width: 40rem; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
svg text { font: 12px system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; fill: var(--soft); }
svg .panel { font-weight: 600; fill: var(--ink); }
svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
svg .grid { stroke: var(--grid); } svg .axis { stroke: var(--line); }
svg .area-old { fill: var(--old); fill-opacity: .3; } svg .area-new { fill: var(--new); fill-opacity: .55; }
svg .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
svg .old { stroke: var(--old); } svg .new { stroke: var(--new); } svg .third { stroke: var(--third); }
svg .dot-old { fill: var(--old); } svg .dot-new { fill: var(--new); } svg .dot-third { fill: var(--third); }
svg .limit { stroke: var(--bad); stroke-dasharray: 4 4; fill: none; }
svg .decision { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 2 3; }
svg .decision-text { fill: var(--ink); font-weight: 600; }
svg .ok { fill: var(--good); fill-opacity: .4; } svg .alarm { fill: var(--bad); } svg .open { fill: var(--warn); } svg .none { fill: var(--soft); fill-opacity: .25; }
footer { padding: 1.5rem 1.25rem 2.5rem; color: var(--soft); font-size: .8rem; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 11px; }
  nav, .skip { display: none; }
  h2, h3, figure, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; } svg { min-width: 0; }
  a { color: inherit; }
}
`.trim();
