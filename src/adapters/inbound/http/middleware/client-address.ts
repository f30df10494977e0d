import ipaddr from 'ipaddr.js';
import type { IncomingMessage } from 'node:http';

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * Who sent a request: the peer itself, or, when the peer is a configured proxy, the nearest address in X-Forwarded-For that is
 * not one. A header from anybody else is ignored, and so is all that stands before an entry that is no address.
 */
export class ClientAddress {
  private readonly trusted: readonly Network[];

  /** `trustedProxies` holds addresses and CIDR ranges. */
  constructor(trustedProxies: readonly string[]) {
    this.trusted = trustedProxies.map((range) => (range.includes('/') ? ipaddr.parseCIDR(range) : single(range)));
  }

  of(request: IncomingMessage): string {
    const peer = plain(request.socket.remoteAddress ?? '');
    if (!this.isTrusted(peer)) return peer;
    const header = request.headers['x-forwarded-for'];
    const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((hop) => plain(hop.trim()));
    const nearest = hops.reverse().find((hop) => !this.isTrusted(hop)) ?? '';
    return ipaddr.isValid(nearest) ? nearest : peer;
  }

  private isTrusted(address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return this.trusted.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
  }
}

function single(address: string): Network {
  const parsed = ipaddr.process(address);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
}

/** IPv4 inside IPv6 written as IPv4. */
function plain(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}
