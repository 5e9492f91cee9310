import { darkColours, lightColours } from './palette.ts';

const fills = ['bar', 'bad', 'max', 'p50', 'p99', 'online', 'recovering', 'unreachable', 'silent', 'gone', 'band'];

/** How the parts of a picture look, in colours that are named elsewhere. */
export const pictureStyle = `
svg{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
svg text{fill:var(--ink)} svg .soft{fill:var(--soft);font-size:12px} svg .title{font-weight:600}
svg .end{text-anchor:end} svg .middle{text-anchor:middle}
svg .on{fill:#fff;stroke:none;font-size:10px;font-weight:600;letter-spacing:.02em}
svg .recovering+.on,svg .silent+.on{fill:#14171a}
${fills.map((name) => `svg .${name}{fill:var(--${name})}`).join('\n')}
svg path.stroke{fill:none;stroke-width:1.6;stroke-linejoin:round}
svg .p50.stroke{stroke:var(--p50)} svg .p99.stroke{stroke:var(--p99)} svg .recovering.stroke{stroke:var(--recovering)}
svg .grid{stroke:var(--line)} svg .tick{stroke:var(--soft)}
svg .due{stroke:var(--soft);stroke-dasharray:3 3;fill:none}
svg .edge{stroke:var(--band-edge);stroke-dasharray:2 2}
svg .marker{fill:var(--band-edge)} svg .number{fill:var(--page);font-size:11px;font-weight:700}
`;

/** How a report looks: one column, light or dark as the reader has it, and light on paper. */
export const reportStyle = `
:root,main{color-scheme:light dark;${lightColours}}
@media screen and (prefers-color-scheme:dark){:root,main{${darkColours}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
main{max-width:960px;margin:0 auto;padding:24px 16px 48px;background:var(--page)}
h1{font-size:1.9rem;line-height:1.2;margin:.1em 0 .5em}
h2{font-size:1.1rem;margin:2.2em 0 .6em}
p{margin:.4em 0}
.soft,small{color:var(--soft)} .soft{font-size:.875rem} small{font-size:.8125rem;font-weight:400}
.good{color:var(--good)} .bad{color:var(--bad)}
.variant{display:inline-block;vertical-align:middle;font-size:.8125rem;font-weight:600;padding:.15em .7em;border-radius:1em;
background:var(--card);border:1px solid var(--line)}
.verdict{padding:12px 16px;border-left:5px solid;border-radius:6px;background:var(--card);font-size:1.05rem}
.verdict strong{font-size:1.25rem;margin-right:.4em;white-space:nowrap} .verdict .soft{display:block}
.tiles{display:grid;grid-template-columns:repeat(6,1fr);gap:8px;margin:16px 0 0}
.tiles div{background:var(--card);border-radius:6px;padding:10px 12px;display:flex;flex-direction:column-reverse;justify-content:flex-end}
.tiles dt{color:var(--soft);font-size:.8125rem;line-height:1.3} .tiles dd{margin:0;font-size:1.45rem;font-weight:600;line-height:1.3;white-space:nowrap}
.columns{display:grid;grid-template-columns:1fr 1fr;gap:0 32px}
table{width:100%;border-collapse:collapse;font-size:.9375rem}
th,td{text-align:left;font-weight:400;padding:6px 0;border-bottom:1px solid var(--line);vertical-align:top}
thead th{color:var(--soft);font-size:.8125rem} th small{display:block;line-height:1.3}
td+td,th+td,th+th{padding-left:12px}
.number{text-align:right;white-space:nowrap} td.number{font-weight:600} thead .number{white-space:normal}
.checks,.details{list-style:none;margin:0;padding:0}
.checks>li{padding:6px 0 6px 1.6em;border-bottom:1px solid var(--line);position:relative}
.checks>li>span{position:absolute;left:0;font-weight:700}
.details{font-size:.875rem;color:var(--soft);margin:.3em 0} .details li{padding:1px 0}
.marker{display:inline-block;min-width:1.5em;padding:0 .3em;border-radius:1em;text-align:center;font-size:.75rem;font-weight:700;line-height:1.5em;
background:var(--band-edge);color:var(--page)}
pre{margin:0 0 12px;padding:12px 16px;background:var(--card);border-radius:6px;white-space:pre-wrap;font-size:.875rem}
figure{margin:0} figure svg{display:block;width:100%;height:auto} .narrow{display:none}
@media screen and (max-width:640px){
main{padding:16px 12px 32px} h1{font-size:1.5rem} .tiles{grid-template-columns:1fr 1fr} .columns{display:block}
.wide{display:none} .narrow{display:block}
.stacked thead{display:none} .stacked tr,.stacked th,.stacked td{display:block;padding:0;border:0}
.stacked tr{padding:10px 0;border-bottom:1px solid var(--line)} .stacked th{padding-bottom:4px}
.stacked .number{display:flex;justify-content:space-between;padding:2px 0}
.stacked .number::before{content:attr(data-label);color:var(--soft);font-weight:400}
}
@media print{body{font-size:11pt} main{max-width:none;padding:0} tr,li,figure{break-inside:avoid} h2{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
${pictureStyle}`;
