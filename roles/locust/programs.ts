import type { Judgement, Part, ProgramSource } from '../../scripts/servers/program.ts';
import { isAtLeast } from '../../scripts/servers/version.ts';

const minimumVersion = '2.30';

/** Python's own library and Locust's, side by side, as Python looks for them from the folder of its program. */
const libraries: Part = { from: 'usr/lib', to: 'lib', keep: (name) => /^python3(\.\d+)?$/.test(name) };

/** Locust, as Debian and Ubuntu package it: a module of Python, so that Python is the program. */
export const locustPrograms: ProgramSource[] = [
  {
    name: 'python3',
    product: 'Locust',
    minimumVersion,
    package: 'python3-locust',
    binary: 'usr/bin/python3',
    // One word. With -B Python writes no compiled code into the copy of the packages, which is kept as it was unpacked.
    versionFlag:
      '-Bcimport importlib.metadata as m; print("locust", next((d.version for d in m.distributions(name="locust")), "is missing"))',
    writesOwnFiles: true,
    folders: [libraries],
    judge: judgeLocust,
  },
];

/** Whether this Python has a Locust of use here, judged by what it says of its modules. */
export function judgeLocust(output: string): Judgement {
  const version = /^locust (\d+(?:\.\d+)+)/m.exec(output)?.[1];
  if (!version) return { version: '', whyNot: 'it has no module "locust"' };
  const isOld = !isAtLeast(version, minimumVersion);
  return { version, whyNot: isOld ? `its Locust is ${version}, older than ${minimumVersion}` : undefined };
}
