import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';

// results/SCENARIO/TIME-VARIANT/…, as chaos/run/run-folder.ts, chaos/run/matrix-folder.ts and the record write it.
const run = 'results/[a-z0-9-]+/[A-Za-z0-9-]+';
const names = ['history\\.jsonl', 'run\\.json', 'verdict\\.json', 'report\\.html', 'picture\\.svg'];
const kinds = ['matrix\\.(md|html|json)', 'logs/[a-z][a-z0-9-]*\\.log', 'record/[0-9TZ.-]+\\.jsonl'];
const known = new RegExp(`^${run}/(${[...names, ...kinds].join('|')})$`);

export interface EvidenceArchive {
  /** Gets the archive piece by piece. */
  add(chunk: Buffer): void;
  /** Moves the evidence that was in it into a folder; gives the files that were none. */
  finish(into: string): Promise<string[]>;
}

/**
 * Takes a tar of evidence apart in a fresh folder. A machine that an attacker has taken may send any archive: only plain
 * files whose names the chaos command writes reach the project.
 */
export async function openEvidenceArchive(): Promise<EvidenceArchive> {
  const fresh = await mkdtemp(join(tmpdir(), 'lab-evidence-'));
  const tar = spawn('tar', ['-C', fresh, '--no-same-owner', '-xzf', '-'], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(tar, 'exit') as Promise<[number | null]>;
  tar.stdin.on('error', () => undefined);
  return {
    add: (chunk) => void tar.stdin.write(chunk),
    async finish(into) {
      try {
        tar.stdin.end();
        const [code] = await ended;
        if (code !== 0) throw new Error(`tar ended with ${code}`);
        return await copyKnown(fresh, into);
      } finally {
        await rm(fresh, { recursive: true, force: true });
      }
    },
  };
}

async function copyKnown(from: string, into: string) {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const others: string[] = [];
  for (const entry of entries.filter((each) => !each.isDirectory())) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(from, path).split(sep).join('/');
    if (!entry.isFile() || !known.test(name)) {
      others.push(name);
      continue;
    }
    await mkdir(dirname(join(into, name)), { recursive: true });
    await copyFile(path, join(into, name));
  }
  return others;
}
