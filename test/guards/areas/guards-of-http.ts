import { guardsOf, type Guard } from '../guard.js';

const HTTP = 'src/adapters/inbound/http';
const WEBHOOKS = ['test/adapters/http/webhook-guards.test.ts', 'test/adapters/http/requests.test.ts'];
const LIMITS = ['test/adapters/http/rate-limits.test.ts'];

export const GUARDS_OF_HTTP: readonly Guard[] = [
  ...guardsOf(`${HTTP}/webhooks/telegram-webhook.ts`, WEBHOOKS, [
    ['telegram names the secret', 'if (!timingSafeEqual(digest(ctx.get(SECRET_HEADER)), expected)) {', 'if (!timingSafeEqual(expected, expected)) {'],
    ['the secret is compared in one time', 'if (!timingSafeEqual(digest(ctx.get(SECRET_HEADER)), expected)) {', 'if (!digest(ctx.get(SECRET_HEADER)).equals(expected)) {'],
  ]),
  ...guardsOf(`${HTTP}/webhooks/gateway-webhook.ts`, WEBHOOKS, [
    ['a refused webhook is told so', 'if (!receipt.accepted) throw new HttpProblem(REFUSALS[receipt.reason]);', ''],
  ]),
  ...guardsOf(`${HTTP}/webhooks/panel-webhook.ts`, ['test/adapters/http/panel-webhooks.test.ts'], [
    ['a panel whose webhook is refused is told so', 'if (!receipt.accepted) throw new HttpProblem(REFUSALS[receipt.reason]);', ''],
  ]),
  ...guardsOf(`${HTTP}/middleware/raw-body.ts`, WEBHOOKS, [
    ['a compressed body is refused', `if (encoding !== '' && encoding.toLowerCase() !== 'identity') throw`, `if (encoding === 'never') throw`],
    ['a body is small', '{ limit: largest, ...lengthOf(ctx) }', '{ ...lengthOf(ctx) }'],
  ]),
  ...guardsOf(`${HTTP}/middleware/client-address.ts`, ['test/adapters/http/client-address.test.ts'], [
    ['a stranger names no other address', 'if (!this.isTrusted(peer)) return peer;', ''],
    ['the nearest address that is no proxy counts', 'hops.reverse().find((hop) => !this.isTrusted(hop))', 'hops.find((hop) => !this.isTrusted(hop))'],
    ['what is no address is none', `return ipaddr.isValid(nearest) ? nearest : peer;`, 'return nearest;'],
  ]),
  ...guardsOf(`${HTTP}/middleware/limit-requests.ts`, LIMITS, [
    ['an address that asks too often waits', 'if (!admission.allowed) {', 'if (!admission.allowed && admission.retryAfterMs < 0) {'],
    ['a network of addresses is one', 'if (!ipaddr.IPv6.isValid(address)) return address;', 'if (ipaddr.isValid(address)) return address;'],
  ]),
  ...guardsOf(`${HTTP}/middleware/answer-errors.ts`, ['test/adapters/http/requests.test.ts'], [
    ['an unexpected error shows nothing of itself', `title: 'Something went wrong on our side; nothing was lost'`, 'title: String(error)'],
  ]),
  ...guardsOf(`${HTTP}/middleware/log-requests.ts`, ['test/adapters/http/requests.test.ts'], [
    ['a request id is well-formed', 'REQUEST_ID.test(offered) ? offered : randomUUID()', 'offered || randomUUID()'],
  ]),
  ...guardsOf('src/use-cases/operations/admit-request.ts', ['test/use-cases/operations/admit-request.test.ts'], [
    ['everybody together has a limit', 'return own.allowed ? this.joinCrowd() : own;', 'return own;'],
    ['a person has a limit', 'return own.allowed ? this.joinCrowd() : own;', 'return this.joinCrowd();'],
    ['newcomers have less', '((await this.known.isNewcomer(request.userId)) ? NEWCOMER_FACTOR : 1)', '((await this.known.isNewcomer(request.userId)) ? 1 : 1)'],
  ]),
];
