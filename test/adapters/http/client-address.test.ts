import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { ClientAddress } from '#adapters/inbound/http/middleware/client-address.js';

function from(remoteAddress: string, forwardedFor?: string | string[]): IncomingMessage {
  return { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwardedFor } } as unknown as IncomingMessage;
}

describe('who sent a request', () => {
  const behindProxies = new ClientAddress(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);

  it('is the peer itself, whatever it claims, unless the peer is a configured proxy', () => {
    expect(new ClientAddress([]).of(from('203.0.113.5', '31.133.220.8'))).to.equal('203.0.113.5');
    expect(behindProxies.of(from('203.0.113.5', '31.133.220.8'))).to.equal('203.0.113.5');
  });

  it('is the nearest address behind the proxies; what a client wrote in front of it is ignored', () => {
    expect(behindProxies.of(from('10.1.1.1', '31.133.220.8'))).to.equal('31.133.220.8');
    expect(behindProxies.of(from('10.1.1.1', '31.133.220.8, 203.0.113.5, 192.0.2.7'))).to.equal('203.0.113.5');
    expect(behindProxies.of(from('10.1.1.1', ['31.133.220.8', '203.0.113.5, 10.9.9.9']))).to.equal('203.0.113.5');
  });

  it('is the same in IPv4 and in IPv4 written as IPv6', () => {
    expect(behindProxies.of(from('::ffff:10.1.1.1', '::ffff:203.0.113.5'))).to.equal('203.0.113.5');
    expect(behindProxies.of(from('fd00::1', '2001:db8::1'))).to.equal('2001:db8::1');
  });

  it('is never an address that stands before something unreadable: anybody may have written it', () => {
    for (const header of ['31.133.220.8, unknown', '31.133.220.8, 203.0.113.5:4711', '31.133.220.8, , 10.9.9.9']) {
      expect(behindProxies.of(from('10.1.1.1', header))).to.equal('10.1.1.1');
    }
  });

  it('is the proxy when the header is missing, empty or senseless', () => {
    for (const header of [undefined, '', 'unknown', '10.2.2.2, 192.0.2.7', '1.2.3.4.5']) expect(behindProxies.of(from('10.1.1.1', header))).to.equal('10.1.1.1');
  });
});
