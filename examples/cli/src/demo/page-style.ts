/** The page's style sheet: light and dark, wide and narrow, print. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --paper:#f6f7f9; --card:#fff; --ink:#16202c; --quiet:#5d6b7c; --line:#d5dbe3;
  --good:#0b6b3a; --good-fill:#e3f4ea; --bad:#a61b2b; --bad-fill:#fbe7e9; --unsure:#8a5a00; --unsure-fill:#fdf1d8; }
@media (prefers-color-scheme: dark) { :root { --paper:#11161d; --card:#1a212b; --ink:#e8edf3; --quiet:#9aa8b8; --line:#313c4a;
  --good:#6fd69f; --good-fill:#12301f; --bad:#ff9aa5; --bad-fill:#3a161b; --unsure:#ffcf70; --unsure-fill:#372a0c; } }
* { box-sizing: border-box; }
body { margin:0 auto; max-width:80rem; padding:2rem 1.25rem 4rem; background:var(--paper); color:var(--ink);
  font:16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { margin:0; font-size:1.75rem; } h2 { margin:2.5rem 0 .5rem; font-size:1.15rem; }
p { max-width:46rem; } .quiet { color:var(--quiet); font-weight:400; }
.verdict { display:inline-block; margin:.75rem 0 0; padding:.3rem .8rem; border-radius:99px; font-weight:600; }
.good { color:var(--good); background:var(--good-fill); } .bad { color:var(--bad); background:var(--bad-fill); }
.unsure { color:var(--unsure); background:var(--unsure-fill); }
.scroll { overflow-x:auto; margin:1.5rem -0.5rem 0; }
table { table-layout:fixed; border-collapse:separate; border-spacing:.5rem; width:100%; min-width:56rem; }
thead td { width:9.5rem; }
th { text-align:left; vertical-align:bottom; font-size:.9rem; }
th[scope=row] { vertical-align:top; font-weight:400; }
th[scope=row] img { display:block; width:100%; border-radius:8px; margin-bottom:.25rem; }
.enrolled { display:flex; gap:3px; margin-bottom:.35rem; } .enrolled img { flex:1 1 0; width:0; min-width:0; border-radius:5px; }
td[class] { border-radius:10px; vertical-align:top; padding:0; border:1px solid var(--line); color:var(--ink); }
td.wrong { border:3px solid var(--bad); }
td.good b { color:var(--good); } td.bad b { color:var(--bad); } td.unsure b { color:var(--unsure); }
summary { cursor:pointer; list-style:none; padding:.75rem .9rem; } summary::-webkit-details-marker { display:none; }
summary:focus-visible { outline:2px solid var(--ink); outline-offset:2px; border-radius:10px; }
summary::after { content:'why \\25be'; display:block; margin-top:.3rem; font-size:.75rem; color:var(--quiet); }
details[open] > summary::after { content:'less \\25b4'; }
summary span { display:block; font-size:.8rem; } .numbers { margin-top:.35rem; font-variant-numeric:tabular-nums; }
.unexpected { color:var(--bad); font-weight:600; }
.bar { position:relative; height:7px; margin-top:.45rem; border-radius:4px; background:var(--card); }
.bar i { display:block; height:100%; min-width:4px; border-radius:4px; background:currentColor; }
td.good .bar { color:var(--good); } td.bad .bar { color:var(--bad); } td.unsure .bar { color:var(--unsure); }
.bar u { position:absolute; top:-3px; bottom:-3px; width:2px; background:var(--ink); }
dl { margin:0; padding:0 .9rem .75rem; font-size:.78rem; overflow-wrap:anywhere; } dt { color:var(--quiet); } dd { margin:0 0 .35rem; }
pre { padding:.9rem 1rem; border-radius:8px; background:var(--card); border:1px solid var(--line); overflow-x:auto; font-size:.85rem; }
.films { display:grid; grid-template-columns:repeat(auto-fill, minmax(15rem, 1fr)); gap:.75rem; margin-top:1rem; }
figure { margin:0; border:1px solid var(--line); border-radius:10px; overflow:hidden; }
figure.wrong { border:3px solid var(--bad); }
figcaption { padding:.6rem .9rem .2rem; } figcaption > .quiet { display:block; font-size:.9rem; }
figure.good b { color:var(--good); } figure.bad b { color:var(--bad); } figure.unsure b { color:var(--unsure); }
figure summary { padding:.35rem 0 .6rem; font-size:.85rem; } figure dl { padding:0 0 .6rem; }
.pair { display:flex; background:var(--card); } .pair img { flex:1 1 0; width:0; min-width:0; aspect-ratio:1; object-fit:cover; }
figcaption p { margin:.3rem 0 .5rem; font-size:.8rem; }
.film { background-image:var(--film); background-size:100% calc(var(--frames) * 100%);
  animation:film calc(var(--seconds) * 1s) steps(var(--frames), jump-none) infinite; }
@keyframes film { from { background-position:0 0; } to { background-position:0 100%; } }
@media (prefers-reduced-motion: reduce) { .film { animation-play-state:paused; } }
@media print { .scroll { overflow:visible; } body { max-width:none; } }
`
