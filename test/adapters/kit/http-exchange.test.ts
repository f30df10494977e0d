import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { exchange, type HttpAnswer } from '#adapters/outbound/kit/http-exchange.js';
import { failureOf } from '../../contracts/payments/gateway-world.js';

describe('one exchange over HTTP', () => {
  const callers = new Set<number | undefined>();
  let answer: (response: ServerResponse) => void;
  let server: Server;

  before(async () => {
    server = createServer((request, response) => {
      callers.add(request.socket.remotePort);
      answer(response);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  after(() => server.close());

  const ask = (): Promise<HttpAnswer> =>
    exchange({ method: 'POST', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, body: 'question' }, new AbortController().signal);

  it('asks again over the connection it has', async () => {
    callers.clear();
    answer = (response) => response.end('yes');
    expect([(await ask()).text, (await ask()).text]).to.deep.equal(['yes', 'yes']);
    expect(callers.size).to.equal(1);
  });

  it('hands over status, headers and every cookie, and follows no redirect', async () => {
    answer = (response) => response.writeHead(302, { location: '/elsewhere', 'set-cookie': ['a=1', 'b=2'] }).end();
    const { status, headers } = await ask();
    expect([status, headers.get('location'), headers.get('absent')]).to.deep.equal([302, '/elsewhere', null]);
    expect(headers.getSetCookie()).to.deep.equal(['a=1', 'b=2']);
  });

  it('unpacks what was packed', async () => {
    answer = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('письмо'));
    expect((await ask()).text).to.equal('письмо');
  });

  it('takes no answer that is broken, and none without end, however small it is packed', async () => {
    answer = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip');
    expect(await failureOf(ask())).to.be.instanceOf(Error);
    answer = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(6 * 1024 * 1024)));
    expect(await failureOf(ask())).to.have.property('message', 'answer too large');
  });
});
