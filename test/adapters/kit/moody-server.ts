import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** `cut` carries the request out and hangs up, `hold` keeps it waiting until `release`; `huge` answers more than anybody wants, `packed` the same in a few bytes. */
export type Mood = number | 'cut' | 'hold' | 'huge' | 'packed';

const HUGE = Buffer.alloc(6 * 1024 * 1024, ' ');

/** An outside system in whatever mood a test orders, one for each next request; well when nothing is ordered. */
export class MoodyServer {
  private readonly moods: Mood[] = [];
  private readonly held: (() => void)[] = [];
  /** How many requests came, and how many at most at the same time. */
  requests = 0;
  busiest = 0;
  private present = 0;
  /** What every request is answered that no mood was ordered for. */
  usual: Mood = 200;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(): Promise<MoodyServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const opened = new MoodyServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (_request, response) => {
      opened.requests += 1;
      opened.present += 1;
      opened.busiest = Math.max(opened.busiest, opened.present);
      response.on('close', () => (opened.present -= 1));
      const mood = opened.moods.shift() ?? opened.usual;
      if (mood === 'cut') return void response.destroy();
      if (mood === 'hold') return void opened.held.push(() => response.end('late'));
      if (mood === 'huge') return void response.end(HUGE);
      if (mood === 'packed') return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(HUGE));
      response.writeHead(mood, mood === 302 ? { location: `${opened.url}/elsewhere` } : {}).end('answer');
    });
    return opened;
  }

  next(...moods: readonly Mood[]): void {
    this.moods.push(...moods);
  }

  release(): void {
    for (const answer of this.held.splice(0)) answer();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
