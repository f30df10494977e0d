import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Hands requests to instances in turn, as a reverse proxy does: to the next one when nobody listens, and with 502 when there is none. */
export class Balancer {
  /** How often each status was answered. */
  readonly answered = new Map<number, number>();
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server: Server;
  private turn = 0;

  private constructor(private readonly ports: readonly string[]) {
    this.server = createServer((incoming, response) => void this.pass(incoming, response));
  }

  static async open(port: string, ports: readonly string[]): Promise<Balancer> {
    const balancer = new Balancer(ports);
    balancer.server.listen(Number(port), '127.0.0.1');
    await once(balancer.server, 'listening');
    return balancer;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    this.turn += 1;
    let status = 502;
    for (let attempt = 0; attempt < this.ports.length; attempt += 1) {
      const answer = await this.ask(incoming, body, this.ports[(this.turn + attempt) % this.ports.length] ?? '');
      if (answer === 'nobody listens') continue;
      status = answer;
      break;
    }
    this.answered.set(status, (this.answered.get(status) ?? 0) + 1);
    response.writeHead(status).end();
  }

  private ask({ method, url, headers }: IncomingMessage, body: Buffer, port: string): Promise<number | 'nobody listens'> {
    return new Promise((resolve) => {
      const options = { host: '127.0.0.1', port, method, path: url, headers: { ...headers, connection: 'keep-alive' }, agent: this.agent };
      const outgoing = request(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 502);
      });
      outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'nobody listens' : 502));
      outgoing.end(body);
    });
  }
}
