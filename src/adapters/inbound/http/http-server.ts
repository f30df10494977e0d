import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens for HTTP with bounded header and request times, and closes without cutting what is in flight. */
export class HttpServer {
  private readonly server: Server;
  private readonly answering = new Set<ServerResponse>();

  constructor(handle: RequestListener) {
    this.server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 10_000 }, (request, response) => {
      this.answering.add(response);
      response.once('close', () => this.answering.delete(response));
      if (!this.server.listening) lastOfItsConnection(response);
      handle(request, response);
    });
  }

  /** Answers the address; rejects when the port is taken. */
  listen(host: string, port: number): Promise<AddressInfo> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => {
        this.server.off('error', reject);
        resolve(this.server.address() as AddressInfo);
      });
    });
  }

  /** Takes no new connection, lets running requests end, and cuts what is left after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    for (const response of this.answering) lastOfItsConnection(response);
    const cut = setTimeout(() => this.server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(cut);
  }
}

/** A connection that is kept open for further requests would hold up the end. */
function lastOfItsConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
