export type Actor = 'command line' | 'page' | 'chaos' | 'caretaker';

let actor: Actor = 'command line';

/** From now on, what this process does to hosts is recorded under this name. */
export function actAs(name: Actor) {
  actor = name;
}

/** The name under which this process acts. */
export function whoActs(): Actor {
  return actor;
}
