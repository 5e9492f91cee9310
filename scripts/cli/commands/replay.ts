import { join, resolve } from 'node:path';
import { defineCommand } from 'citty';
import { serveReplay } from '../../../page/server/replay-server.ts';

export const replay = defineCommand({
  args: {
    folder: { type: 'positional', valueHint: 'FOLDER', description: 'The folder of the run', required: true },
  },
  async run({ args }) {
    const end = new AbortController();
    process.once('SIGINT', () => end.abort());
    const link = await serveReplay(join(resolve(args.folder), 'record'), end.signal);
    console.log(`Open ${link}\nCtrl-C ends it.`);
    await new Promise((done) => end.signal.addEventListener('abort', done));
  },
});
