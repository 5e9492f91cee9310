import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Moment } from '../../scripts/explain/moment.ts';
import type { LabPage, PageHost } from '../lab-page.ts';
import { HostCard } from './host-card.tsx';
import { findRate } from './rates.ts';
import { useStore } from './store.ts';

interface Props {
  lab: LabPage;
  moment: Moment;
}

/** The hosts in the order in which a request passes them, with what flows between them. */
export function Topology({ lab, moment }: Props) {
  const columns = core.map((role) => ofRole(lab, role));
  return (
    <section class="card topology" aria-label="The hosts">
      <Edges moment={moment} />
      <div class="column">
        <Clients />
      </div>
      {columns.map(
        (hosts) =>
          hosts.length > 0 && (
            <div class={`column of-${hosts[0]?.role}`} key={hosts[0]?.role}>
              {hosts.map((host) => (
                <HostCard key={host.name} host={host} lab={lab} moment={moment} />
              ))}
            </div>
          ),
      )}
    </section>
  );
}

/** The hosts of profiles, which stand beside the way of a request to the database. */
export function Beside({ lab, moment }: Props) {
  const hosts = listOthers(lab);
  if (hosts.length === 0) return null;
  return (
    <section class="card beside" aria-label="The hosts of profiles">
      {hosts.map((host) => (
        <HostCard key={host.name} host={host} lab={lab} moment={moment} />
      ))}
    </section>
  );
}

const core = ['web', 'haproxy', 'mysql'];
const ofRole = ({ hosts }: LabPage, role: string) => hosts.filter((host) => host.role === role);
const listOthers = ({ hosts }: LabPage): PageHost[] => hosts.filter(({ role }) => !core.includes(role));

function Clients() {
  const { moments, atMs } = useStore();
  const { answersPerSecond, failedPerSecond } = findRate(moments, atMs);
  return (
    <article class="host" data-host="clients">
      <h3>Clients</h3>
      <p class="state">{answersPerSecond.toFixed(0)} answers a second</p>
      <p class={failedPerSecond > 0 ? 'bad' : 'soft'}>{failedPerSecond.toFixed(0)} of them failed</p>
    </article>
  );
}

interface Edge {
  from: string;
  to: string;
  isOpen: boolean;
}

function listEdges({ hosts, proxy, members, webs = {} }: Moment): Edge[] {
  const runs = (name: string) => hosts[name] === 'running';
  const routed = (name: string) => proxy.answers && (proxy.servers.mysql?.[name]?.routed ?? false);
  return [
    ...Object.keys(webs).flatMap((web) => [
      { from: 'clients', to: web, isOpen: runs(web) },
      { from: web, to: proxy.host, isOpen: runs(web) && proxy.answers },
    ]),
    ...Object.keys(members).map((name) => ({ from: proxy.host, to: name, isOpen: routed(name) })),
  ];
}

interface Line extends Edge {
  path: string;
}

// The cards are laid out by the browser; the lines between them follow wherever they are.
function Edges({ moment }: { moment: Moment }) {
  const ref = useRef<SVGSVGElement>(null);
  const [lines, setLines] = useState<Line[]>([]);
  const edges = listEdges(moment);
  const key = JSON.stringify(edges);
  useLayoutEffect(() => {
    const svg = ref.current as SVGSVGElement;
    const area = svg.parentElement as HTMLElement;
    const draw = () => setLines(edges.flatMap((edge) => drawEdge(edge, area)));
    const observer = new ResizeObserver(draw);
    observer.observe(area);
    draw();
    return () => observer.disconnect();
  }, [key]);
  return (
    <svg ref={ref} class="edges" aria-hidden="true">
      {lines.map(({ from, to, path, isOpen }) => (
        <path key={`${from} ${to}`} d={path} class={isOpen ? 'open' : 'shut'} />
      ))}
    </svg>
  );
}

function drawEdge(edge: Edge, area: HTMLElement): Line[] {
  const find = (name: string) => area.querySelector(`[data-host="${name}"]`)?.getBoundingClientRect();
  const [from, to] = [find(edge.from), find(edge.to)];
  const frame = area.getBoundingClientRect();
  // On a narrow screen the cards stand below each other, and need no lines.
  if (!from || !to || to.left < from.right) return [];
  const [x1, y1] = [from.right - frame.left, from.top + from.height / 2 - frame.top];
  const [x2, y2] = [to.left - frame.left, to.top + to.height / 2 - frame.top];
  const bend = (x2 - x1) / 2;
  return [{ ...edge, path: `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}` }];
}
