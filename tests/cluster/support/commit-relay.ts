import { connect, createServer, type Socket } from 'node:net';

/**
 * What happens to one COMMIT: its answer is lost, its sender is gone before the answer begins, it never arrives, it arrives
 * after its sender has given up, or it is delivered as it should be.
 */
export type Fate = 'lose the answer' | 'lose the sender' | 'lose the commit' | 'deliver it late' | 'none';

/** A relay that cuts connections exactly at COMMIT. */
export interface CommitRelay {
  port: number;
  /** How often each of them happened. */
  met: Record<Fate, number>;
  close(): Promise<void>;
}

const lateByMs = 150;

/** Relays a MySQL listener; `decide` is asked whenever a client sends COMMIT. */
export async function startCommitRelay(
  upstream: { address: string; port: number },
  decide: () => Fate,
): Promise<CommitRelay> {
  const met: CommitRelay['met'] = {
    'lose the answer': 0,
    'lose the sender': 0,
    'lose the commit': 0,
    'deliver it late': 0,
    none: 0,
  };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const member = connect(upstream.port, upstream.address);
    for (const socket of [client, member]) {
      sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    }
    relay(client, member, () => {
      const fate = decide();
      met[fate] += 1;
      return fate;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    met,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function relay(client: Socket, member: Socket, meet: () => Fate): void {
  let fate: Fate = 'none';
  const end = () => [client, member].forEach((socket) => void socket.destroy());
  client.on('data', (packet) => {
    if (packet.includes(';COMMIT')) fate = meet();
    if (fate === 'lose the commit') return end();
    if (fate === 'lose the sender') return void member.write(packet, end);
    if (fate === 'deliver it late') return deliverLate(packet);
    member.write(packet);
  });
  member.on('data', (packet) => {
    if (fate === 'lose the answer') return end();
    if (!client.destroyed) client.write(packet);
  });
  client.on('close', () => fate !== 'deliver it late' && member.destroy());
  member.on('close', () => client.destroy());

  function deliverLate(packet: Buffer): void {
    client.destroy();
    setTimeout(() => member.end(packet), lateByMs);
  }
}
