// Plain JavaScript: on Node 20, tsx does not reach into worker threads.
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

// The same in two thirds of the time, where there is a build of it for this machine.
const { default: bcrypt } = await import('bcrypt').catch(() => import('bcryptjs'));

// A login takes a core for as long as a hundred reads: it gets what they leave, and a little more, so that it does not wait for ever.
// Linux gives each thread a priority of its own; elsewhere it would be that of the whole process.
const niceness = 15;
if (process.platform === 'linux') setPriority(niceness);

parentPort?.on('message', ({ plain, hash, rounds }) => {
  try {
    const result =
      hash === undefined ? bcrypt.hashSync(plain, rounds) : bcrypt.compareSync(plain, readLaravelHash(hash));
    parentPort?.postMessage({ result });
  } catch (error) {
    parentPort?.postMessage({ error: String(error) });
  }
});

/** PHP writes `$2y$`, which means the same as `$2b$`; not everybody knows the name. */
function readLaravelHash(hash) {
  return hash.replace(/^\$2y\$/, '$2b$');
}
