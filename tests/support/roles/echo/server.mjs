import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { ECHO_ADDRESS, ECHO_PORT, ECHO_FILE, ECHO_WORD } = process.env;
const greeting = readFileSync(ECHO_FILE, 'utf8').trim();

const server = createServer((_request, response) => response.end(`${greeting}, ${ECHO_WORD}\n`));
server.listen(Number(ECHO_PORT), ECHO_ADDRESS, () => console.log(`listens on ${ECHO_ADDRESS}:${ECHO_PORT}`));
process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections());
