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
