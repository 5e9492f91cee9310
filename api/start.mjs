// Starts the API. A loader for TypeScript would cost the process 25 MB and a tenth of its speed for as long as it runs,
// and a compiler 5 MB: it is compiled in another process first.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('build.mjs', import.meta.url));
const compiled = execFileSync(process.execPath, [build], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
await import(compiled.trim());
