import { lookOf } from '../../../page/browser/words.ts';
import { describeHostState, findRoute } from '../../../scripts/explain/group-view.ts';
import type { Moment } from '../../../scripts/explain/moment.ts';
import { escapeHtml } from '../escape-html.ts';
import { drawMoments, listSeconds, margin, type Scene, width } from './scene.ts';

const middleY = 196;
const boxHeight = 62;
const gap = 12;

interface Box {
  name: string;
  x: number;
  y: number;
  width: number;
}

const columns = [
  { role: 'clients', x: margin, width: 178 },
  { role: 'web', x: 246, width: 136 },
  { role: 'haproxy', x: 426, width: 160 },
  { role: 'mysql', x: 640, width: width - margin - 640 },
];

/** The way of a request: clients, API, HAProxy, members, each with its state. */
export function drawHosts(scene: Scene): string {
  const hosts = [{ name: 'clients', role: 'clients' }, ...scene.lab.hosts];
  const boxes = columns.map(({ role, ...place }) =>
    stack(
      hosts.filter((host) => host.role === role).map(({ name }) => name),
      place,
    ),
  );
  const [clients = [], webs = [], proxies = [], members = []] = boxes;
  const edges = [
    ...join(clients, webs, (_, { name }) => isUp(name)),
    ...join(
      webs,
      proxies,
      ({ name }, proxy) =>
        (moment) =>
          isUp(name)(moment) && isUp(proxy.name)(moment),
    ),
    ...join(
      proxies,
      members,
      (_, { name }) =>
        (moment) =>
          findRoute(moment, name)?.routed ?? false,
    ),
  ];
  const drawn = [...webs, ...proxies, ...members].map((box) =>
    scene.film.show(drawMoments(scene, (moment) => drawHost(box, moment))),
  );
  return [
    ...edges.map((edge) => drawEdge(scene, edge)),
    ...clients.map((box) => drawClients(scene, box)),
    ...drawn,
  ].join('\n');
}

function stack(names: string[], place: { x: number; width: number }): Box[] {
  const top = middleY - (names.length * (boxHeight + gap) - gap) / 2;
  return names.map((name, index) => ({ name, ...place, y: top + index * (boxHeight + gap) }));
}

interface Edge {
  from: Box;
  to: Box;
  isOpen(moment: Moment): boolean;
}

function join(left: Box[], right: Box[], isOpen: (from: Box, to: Box) => Edge['isOpen']): Edge[] {
  return left.flatMap((from) => right.map((to) => ({ from, to, isOpen: isOpen(from, to) })));
}

const isUp = (name: string) => (moment: Moment) => describeHostState(moment, name) === 'running';

function drawEdge(scene: Scene, { from, to, isOpen }: Edge) {
  const [x1, y1] = [from.x + from.width, from.y + boxHeight / 2];
  const [x2, y2] = [to.x, to.y + boxHeight / 2];
  const half = (x1 + x2) / 2;
  const path = `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}`;
  const draw = (moment: Moment) => `<path class="${isOpen(moment) ? 'open' : 'shut'}" d="${path}"/>`;
  return scene.film.show(drawMoments(scene, draw));
}

function drawHost(box: Box, moment: Moment) {
  const { tone, sign, word } = lookOf(describeHostState(moment, box.name));
  return drawBox(box, tone, [box.name, `${sign} ${word}`, describeRoutes(box, moment)]);
}

function describeRoutes({ name }: Box, moment: Moment) {
  const { proxy } = moment;
  if (name === proxy.host) {
    const members = Object.values(proxy.servers.mysql ?? {});
    return proxy.answers ? `routes to ${members.filter(({ routed }) => routed).length} of ${members.length}` : '';
  }
  const route = moment.members[name] && findRoute(moment, name);
  if (!route) return 'the API';
  return route.routed ? 'HAProxy routes here' : 'HAProxy routes nothing here';
}

function drawBox({ x, y, width }: Box, tone: string, [name = '', state = '', more = '']: string[]) {
  return `<rect class="box ${tone}" x="${x}" y="${y}" width="${width}" height="${boxHeight}" rx="8"/><rect class="fill ${tone}" x="${x}" y="${y}" width="4" height="${boxHeight}" rx="2"/><text class="name" x="${x + 14}" y="${y + 19}">${escapeHtml(name)}</text><text class="state ${tone}" x="${x + 14}" y="${y + 37}">${escapeHtml(state)}</text><text class="soft" x="${x + 14}" y="${y + 54}">${escapeHtml(more)}</text>`;
}

function drawClients(scene: Scene, box: Box) {
  const { film, fromMs } = scene;
  return film.show(
    listSeconds(scene).map(({ second, ok, failed }) => ({
      // A second has been counted when it is over.
      atMs: (second + 1) * 1_000 - fromMs,
      svg: drawBox(box, failed > 0 ? 'bad' : 'good', ['Clients', `${ok} answers a second`, `${failed} of them failed`]),
    })),
  );
}
