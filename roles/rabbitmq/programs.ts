import type { Judgement, Part, ProgramSource } from '../../scripts/servers/program.ts';
import { isAtLeast } from '../../scripts/servers/version.ts';

// The first on which RabbitMQ 4.0 runs.
const minimumVersion = '14.0';

/** Erlang, which RabbitMQ is written in: many small programs that start each other. */
export const erlang: Part = { from: 'usr/lib/erlang', to: 'erlang', hasPrograms: true };
/** RabbitMQ itself, in a folder that has its version. */
export const server: Part = { from: 'usr/lib/rabbitmq/lib', to: 'rabbitmq' };

/** RabbitMQ with its Erlang, as Debian and Ubuntu package them. The program that is judged is Erlang's own. */
export const rabbitmqPrograms: ProgramSource[] = [
  {
    name: 'rabbitmq',
    product: 'Erlang',
    minimumVersion,
    package: 'rabbitmq-server',
    binary: `${erlang.from}/erts-*/bin/beam.smp`,
    versionFlag: '-V',
    writesOwnFiles: true,
    folders: [erlang, server],
    judge: judgeErlang,
  },
];

/** Whether this Erlang is of use here, judged by what its emulator prints for -V. */
export function judgeErlang(output: string): Judgement {
  const version = /^Erlang .*\bemulator version (\d+(?:\.\d+)+)/m.exec(output)?.[1];
  if (!version) return { version: '', whyNot: "what it prints for -V is not Erlang's answer" };
  const isOld = !isAtLeast(version, minimumVersion);
  return { version, whyNot: isOld ? `it is emulator ${version}, older than ${minimumVersion}` : undefined };
}
