import { connect } from 'node:tls';
import type { EdgePlace } from './edge-client.ts';

/** Sends half of a head, and nothing more: gives what comes until the connection is ended. */
export function sendSlowly({ address, port, ca }: EdgePlace) {
  return new Promise<string>((resolve) => {
    const socket = connect({ host: address, port, ca, servername: 'localhost' });
    let answer = '';
    socket.on('data', (text) => {
      answer += text;
    });
    socket.once('secureConnect', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-A: '));
    socket.once('error', () => undefined).once('close', () => resolve(answer));
  });
}
