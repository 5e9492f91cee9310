// Runs a program of the project, without a loader for TypeScript: node scripts/start/run.mjs tests/run.ts …
import { run } from './program.mjs';

await run(process.argv[2], process.argv.slice(3));
