import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const HEAD_END = '\r\n\r\n';

/** One kept-open connection that sends a request at a time: cheap enough not to be what is measured. */
export class HttpLine {
  private waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;
  private received = '';

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.read(chunk));
    socket.on('close', () => this.waiting?.reject(new Error('the server hung up')));
    socket.on('error', (error) => this.waiting?.reject(error));
  }

  static async open(port: number): Promise<HttpLine> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    return new HttpLine(socket);
  }

  /** A server ends a line nobody has used for a while. */
  get isOpen(): boolean {
    return this.socket.readyState === 'open';
  }

  /** Answers the status once the whole answer is here. */
  post(path: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
    const extra = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(`${head}${extra.join('')}\r\n${body}`);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private read(chunk: string): void {
    this.received += chunk;
    const headEnd = this.received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.received.slice(0, headEnd);
    const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (this.received.length < headEnd + HEAD_END.length + length) return;
    this.received = '';
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve(Number(head.slice(9, 12)));
  }
}
