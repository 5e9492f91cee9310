// Plain JavaScript: on Node 20, tsx does not reach into worker threads.
import { parentPort } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

parentPort?.on('message', ({ plain, hash, rounds }) => {
  try {
    const result = hash === undefined ? bcrypt.hashSync(plain, rounds) : bcrypt.compareSync(plain, hash);
    parentPort?.postMessage({ result });
  } catch (error) {
    parentPort?.postMessage({ error: String(error) });
  }
});
