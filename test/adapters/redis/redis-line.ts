import { connect, createServer, type Socket } from 'node:net';

export interface RedisLine {
  readonly url: string;
  /** Hangs up and takes no more calls. */
  cut(): Promise<void>;
  /** Stays connected and passes nothing on. */
  hang(): void;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** A line to a real Redis that a test can cut without touching the Redis. */
export async function aRedisLine(target: string): Promise<RedisLine> {
  const { hostname, port, pathname } = new URL(target);
  const sockets = new Set<Socket>();
  let state: 'well' | 'cut' | 'hung' = 'well';
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(Number(port || 6379), hostname);
    far.on('error', () => near.destroy());
    for (const socket of [near, far]) sockets.add(socket);
    near.on('data', (bytes) => state === 'well' && far.write(bytes));
    far.on('data', (bytes) => state === 'well' && near.write(bytes));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const ownPort = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `redis://127.0.0.1:${ownPort}${pathname}`,
    cut: async () => {
      state = 'cut';
      hangUp();
    },
    hang: () => {
      state = 'hung';
    },
    mend: async () => {
      if (state === 'hung') hangUp();
      state = 'well';
    },
    close: () =>
      new Promise((resolve) => {
        hangUp();
        server.close(() => resolve());
      }),
  };
}
