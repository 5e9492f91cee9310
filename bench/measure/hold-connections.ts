import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface HoldOptions {
  count: number;
  /** How many connections one address may hold. */
  perAddress: number;
  place: { address: string; port: number };
}

const stepSize = 100;

/** Opens connections that send almost nothing, from as many addresses of this machine as that takes; opens lost ones again. */
export async function holdConnections({ count, perAddress, place }: HoldOptions) {
  const open = new Set<Socket>();
  let ended = false;
  const add = (number: number) => {
    const localAddress = `127.0.1.${1 + Math.floor(number / perAddress)}`;
    const socket = connect({ host: place.address, port: place.port, localAddress });
    // The first bytes of a client's greeting in TLS, of which the rest never comes.
    socket.once('connect', () => open.add(socket) && socket.write(Buffer.from([0x16, 3, 1])));
    socket.once('error', () => undefined);
    socket.once('close', () => {
      open.delete(socket);
      if (!ended) setTimeout(add, 2_000, number);
    });
  };
  for (let number = 0; number < count; number += 1) {
    add(number);
    if (number % stepSize === 0) await sleep(10);
  }
  return {
    held: () => open.size,
    end() {
      ended = true;
      for (const socket of open) socket.destroy();
    },
  };
}
