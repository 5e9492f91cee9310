import type { ArgsDef, CommandDef } from 'citty';

/** What a command is for; help lists the commands under these, in this order. */
export const purposes = ['start and stop', 'look', 'break', 'mend', 'data'] as const;

export interface CommandEntry {
  purpose: (typeof purposes)[number];
  summary: string;
  /** Written into the lab's record; what is done to a single host is written there by whatever does it. */
  changesLab?: true;
  /** Gives the command itself, with what it takes; help for all commands and completion of their names load none. */
  load(): Promise<object>;
}

/** A command: what it takes, and what it does with that. */
export type Command = Omit<CommandDef<ArgsDef>, 'args'> & { args?: ArgsDef };

/** Every command; a new one is a line here and a file in commands/. */
export const commands: Record<string, CommandEntry> = {
  up: {
    purpose: 'start and stop',
    summary: 'Start every host that is not running, bring the group together, wait until all parts answer (npm start)',
    changesLab: true,
    load: () => import('./commands/up.ts').then(({ up }) => up),
  },
  down: {
    purpose: 'start and stop',
    summary: 'Stop every host cleanly; the data stays, and the next start recovers it (npm stop)',
    changesLab: true,
    load: () => import('./commands/down.ts').then(({ down }) => down),
  },
  start: {
    purpose: 'start and stop',
    summary: 'Start a host and wait until it takes part again',
    load: () => import('./commands/return-host.ts').then(({ start }) => start),
  },
  stop: {
    purpose: 'start and stop',
    summary: 'Stop a host cleanly; it stays down until it is started',
    load: () => import('./commands/end-host.ts').then(({ stop }) => stop),
  },
  reload: {
    purpose: 'start and stop',
    summary: 'Let HAProxy, or a host of the edge, read its configuration anew; no connection is refused meanwhile',
    load: () => import('./commands/return-host.ts').then(({ reload }) => reload),
  },
  add: {
    purpose: 'start and stop',
    summary: 'Start the hosts of a profile of lab.json beside the running lab, which remembers them',
    changesLab: true,
    load: () => import('./commands/profiles.ts').then(({ add }) => add),
  },
  remove: {
    purpose: 'start and stop',
    summary: 'Stop the hosts of a profile and forget them; their data stays',
    changesLab: true,
    load: () => import('./commands/profiles.ts').then(({ remove }) => remove),
  },
  destroy: {
    purpose: 'start and stop',
    summary: 'Stop everything and delete the lab with all its data; needs --yes',
    load: () => import('./commands/destroy.ts').then(({ destroy }) => destroy),
  },
  box: {
    purpose: 'start and stop',
    summary: "Make the box of the lab's machines, and add it to Vagrant",
    load: () => import('./commands/box.ts').then(({ box }) => box),
  },
  status: {
    purpose: 'look',
    summary: 'Show every host; exit code 0 only when the whole lab works',
    load: () => import('./commands/status.ts').then(({ status }) => status),
  },
  logs: {
    purpose: 'look',
    summary: "Print the end of a host's log, or of all hosts' logs; --search finds words in all that were kept",
    load: () => import('./commands/logs.ts').then(({ logs }) => logs),
  },
  watch: {
    purpose: 'look',
    summary: "Show the lab's state, its last minutes and why, again and again until Ctrl-C",
    load: () => import('./commands/watch.ts').then(({ watch }) => watch),
  },
  tour: {
    purpose: 'look',
    summary: 'Seven steps, from an article to the death of all members; each ticks itself off by the record',
    load: () => import('./commands/tour.ts').then(({ tour }) => tour),
  },
  replay: {
    purpose: 'look',
    summary: "Open the record of a chaos run, such as results/kill/…, in the lab's page",
    load: () => import('./commands/replay.ts').then(({ replay }) => replay),
  },
  record: {
    purpose: 'look',
    summary: 'Run a chaos scenario, or take the folder of a run, and draw it as a picture that moves',
    changesLab: true,
    load: () => import('./commands/record.ts').then(({ record }) => record),
  },
  events: {
    purpose: 'look',
    summary: 'Print what happened to the lab, from its record of the last hour',
    load: () => import('./commands/events.ts').then(({ events }) => events),
  },
  grafana: {
    purpose: 'look',
    summary:
      'Give the dashboards, and where their numbers are, to a Grafana: the one that LAB_GRAFANA names, or that is found',
    load: () => import('./commands/grafana.ts').then(({ grafana }) => grafana),
  },
  alerts: {
    purpose: 'look',
    summary: 'List what the profile monitor finds wrong at this moment, and what to look at',
    load: () => import('./commands/alerts.ts').then(({ alerts }) => alerts),
  },
  queue: {
    purpose: 'look',
    summary: 'Show what waits in the profile events and what was laid aside, send that once more, pause and resume',
    load: () => import('./commands/queue.ts').then(({ queue }) => queue),
  },
  locks: {
    purpose: 'look',
    summary: 'Show who holds which lock since when and with which token, and how the nodes of etcd do',
    load: () => import('./commands/locks.ts').then(({ locks }) => locks),
  },
  sql: {
    purpose: 'look',
    summary: "Open MySQL's own client on a member, as administrator",
    load: () => import('./commands/sql.ts').then(({ sql }) => sql),
  },
  trust: {
    purpose: 'look',
    summary: "Write the certificate of the lab's authority to a file, and say how a browser is told to trust it",
    load: () => import('./commands/trust.ts').then(({ trust }) => trust),
  },
  completion: {
    purpose: 'look',
    summary: 'Print what lets a shell complete the words of ./lab',
    load: () => import('./commands/completion.ts').then(({ completion }) => completion),
  },
  kill: {
    purpose: 'break',
    summary: 'End a host at once, as a pulled plug would; it stays down until it is started',
    load: () => import('./commands/end-host.ts').then(({ kill }) => kill),
  },
  pause: {
    purpose: 'break',
    summary: 'Freeze a host: it keeps its connections and answers nothing',
    load: () => import('./commands/end-host.ts').then(({ pause }) => pause),
  },
  partition: {
    purpose: 'break',
    summary: 'Cut a machine off from others: nothing passes between them any more',
    load: () => import('./commands/faults.ts').then(({ partition }) => partition),
  },
  slow: {
    purpose: 'break',
    summary: 'Let everything that a machine sends arrive later',
    load: () => import('./commands/faults.ts').then(({ slow }) => slow),
  },
  poweroff: {
    purpose: 'break',
    summary: "Cut a machine's power",
    load: () => import('./commands/faults.ts').then(({ poweroff }) => poweroff),
  },
  attack: {
    purpose: 'break',
    summary: 'Send the edge what attackers send, and tell what was blocked and what was not',
    load: () => import('./commands/attack.ts').then(({ attack }) => attack),
  },
  chaos: {
    purpose: 'break',
    summary: 'Break the lab under load, mend it, and judge what clients saw and members have',
    changesLab: true,
    load: () => import('./commands/chaos.ts').then(({ chaos }) => chaos),
  },
  demo: {
    purpose: 'break',
    summary:
      'Show what a safety is for, without it and with it: two-holders of a lock (profile locks), stale copies (profile cache)',
    changesLab: true,
    load: () => import('./commands/demo.ts').then(({ demo }) => demo),
  },
  load: {
    purpose: 'look',
    summary: 'Send requests to the API at a rate, count what becomes of them, and judge it in the end',
    load: () => import('./commands/load.ts').then(({ load }) => load),
  },
  resume: {
    purpose: 'mend',
    summary: 'Let a frozen host go on and wait until it takes part again',
    load: () => import('./commands/return-host.ts').then(({ resume }) => resume),
  },
  heal: {
    purpose: 'mend',
    summary: 'End partition and slow on a machine, or on all of them',
    load: () => import('./commands/faults.ts').then(({ heal }) => heal),
  },
  recover: {
    purpose: 'mend',
    summary: 'Bring the group back after anything, with every acknowledged write',
    changesLab: true,
    load: () => import('./commands/recover.ts').then(({ recover }) => recover),
  },
  reclone: {
    purpose: 'mend',
    summary: "Throw a member's data away, keep its binary logs, and make it a copy of the group; needs --yes",
    changesLab: true,
    load: () => import('./commands/reclone.ts').then(({ reclone }) => reclone),
  },
  migrate: {
    purpose: 'data',
    summary: 'Run the migrations that have not run yet',
    changesLab: true,
    load: () => import('./commands/tables.ts').then(({ migrate }) => migrate),
  },
  'migrate:rollback': {
    purpose: 'data',
    summary: 'Take back the migrations that ran last, and the data in their tables; needs --yes',
    changesLab: true,
    load: () => import('./commands/tables.ts').then(({ rollback }) => rollback),
  },
  'migrate:status': {
    purpose: 'data',
    summary: 'Show which migrations have run',
    load: () => import('./commands/tables.ts').then(({ migrationStatus }) => migrationStatus),
  },
  'db:seed': {
    purpose: 'data',
    summary: 'Fill the tables with the same data every time; what is there stays',
    changesLab: true,
    load: () => import('./commands/tables.ts').then(({ seed }) => seed),
  },
  'key:generate': {
    purpose: 'data',
    summary: 'Write a new APP_KEY into .env',
    load: () => import('./commands/keys.ts').then(({ appKey }) => appKey),
  },
  'jwt:generate': {
    purpose: 'data',
    summary: 'Write a new JWT_SECRET into .env; tokens made with the old one end',
    load: () => import('./commands/keys.ts').then(({ jwtSecret }) => jwtSecret),
  },
};
