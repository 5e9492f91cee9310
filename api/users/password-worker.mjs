// Plain JavaScript: on Node 20, tsx does not reach into worker threads.
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

// A login takes a core for as long as a hundred reads: it gets what they leave. Linux gives each thread a priority of
// its own; elsewhere it would be that of the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

parentPort?.on('message', ({ plain, hash, rounds }) => {
  try {
    const result = hash === undefined ? bcrypt.hashSync(plain, rounds) : bcrypt.compareSync(plain, hash);
    parentPort?.postMessage({ result });
  } catch (error) {
    parentPort?.postMessage({ error: String(error) });
  }
});
