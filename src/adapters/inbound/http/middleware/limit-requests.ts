import ipaddr from 'ipaddr.js';
import type { Middleware } from 'koa';
import type { AdmitRequest } from '#use-cases/operations/admit-request.js';
import { HttpProblem } from '../problem.js';
import type { ClientAddress } from './client-address.js';

const PROBES = /^\/(health(\/[a-z]+)?|metrics)$/;
const NETWORK_BITS = 64;

/** Answers 429 to an address that asks too often. Health and metrics have a wider limit of their own, so that nothing else uses it up. */
export function limitRequests(admitRequest: AdmitRequest, clientAddress: ClientAddress): Middleware {
  return async (ctx, next) => {
    const kind = PROBES.test(ctx.path) ? 'probe' : 'api';
    const admission = await admitRequest.execute({ kind, address: networkOf(clientAddress.of(ctx.req)) });
    if (!admission.allowed) {
      const retryAfterSeconds = Math.ceil(admission.retryAfterMs / 1000);
      throw new HttpProblem({ status: 429, code: 'http.too-many-requests', title: `Too many requests; ask again in ${retryAfterSeconds} s`, retryAfterSeconds });
    }
    await next();
  };
}

/** Whoever has one IPv6 address has all of its network. */
function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${NETWORK_BITS}`).toString()}/${NETWORK_BITS}`;
}
