/** Text that is safe inside HTML and attribute values. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** A table; cells are text. Columns marked `#` in `columns` are numbers and stand to the right. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const numeric = columns.map((column) => column.startsWith('#'))
  const cell = (tag: string, text: string, i: number): string =>
    `<${tag}${numeric[i] ? ' class="n"' : ''}>${escapeHtml(text)}</${tag}>`
  const head = columns.map((column, i) => cell('th', column.replace(/^#/, ''), i)).join('')
  const body = rows.map((row) => `<tr>${row.map((text, i) => cell('td', text, i)).join('')}</tr>`).join('\n')
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#59636e;--line:#d5dae0;--paper:#fff;--card:#f6f8fa;--mated:#0b63b5;--other:#c2520a;--accent:#6b3fa0}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#9aa4af;--line:#3a424c;--paper:#14181d;--card:#1c2228;--mated:#63aef5;--other:#f09a55;--accent:#b794e8}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:64rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2.5rem 0 .5rem}
p{margin:.4rem 0;max-width:46rem}.soft{color:var(--soft)}
.claims{list-style:none;margin:1.25rem 0;padding:0;display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr))}
.claims li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem}
.claims b{display:block;font-size:1.25rem;font-variant-numeric:tabular-nums}
.claims span{color:var(--soft);font-size:.875rem}
.charts{display:grid;gap:1.5rem;grid-template-columns:repeat(auto-fit,minmax(22rem,1fr))}
figure{margin:0}figcaption{color:var(--soft);font-size:.875rem;margin-top:.25rem}
svg{width:100%;height:auto;display:block;font:12px system-ui,sans-serif}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem;margin:.5rem 0}
th,td{text-align:left;padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600}.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
th.n{white-space:normal}
code{font:.875em ui-monospace,monospace;overflow-wrap:anywhere}
@media print{body{max-width:none}}
`

/** A whole page that loads nothing: its policy forbids scripts and every request. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`
}
