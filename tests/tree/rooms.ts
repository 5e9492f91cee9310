/** The rooms of the tree, low to high: a file imports only from its own room and from those above it in this list. */
export const rooms = [
  'scripts/start',
  'api',
  'frontend',
  'seeds',
  'scripts/messages',
  'scripts/waiting',
  'scripts/settings',
  'scripts/state',
  'scripts/record',
  'scripts/explain',
  'scripts/group',
  'scripts/database',
  'migrations',
  'scripts/servers',
  'scripts/box',
  'roles',
  'scripts/targets',
  'scripts/lab',
  'page',
  'scripts/watch',
  'scripts/status',
  'scripts/lifecycle',
  'chaos',
  'scripts/dispatch',
  'scripts/cli',
  'bench',
  'tests',
];

export const roomOf = (file: string) => rooms.find((room) => file.startsWith(`${room}/`));

/** Whether a file may import another: nothing imports a higher room, and only its own unit tests the benchmark. */
export function mayImport(importer: string, imported: string) {
  const [from, to] = [roomOf(importer), roomOf(imported)];
  if (!from || !to) return false;
  if (from === 'tests' && to === 'bench') return isUnitTestOf(importer, 'bench');
  return rooms.indexOf(to) <= rooms.indexOf(from);
}

const isUnitTestOf = (file: string, room: string) => file.startsWith(`tests/unit/${room}/`);
