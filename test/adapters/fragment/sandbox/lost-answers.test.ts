import { expect } from 'chai';
import { FragmentProtocol } from '#adapters/outbound/fragment/protocol/protocol.js';
import { FragmentSession } from '#adapters/outbound/fragment/session/session.js';
import { SessionStore } from '#adapters/outbound/fragment/session/session-store.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { MemorySessionVault } from '#adapters/outbound/memory/runtime/memory-session-vault.js';
import { aWallet, anHttpClient, failureOf, scripted } from '../fixtures.js';

const RETRIES = 2;
const PAGE = '<script>{"apiUrl":"\\/api?hash=abcdef0123","logged_in":true}</script>';

describe('A Fragment whose answers are lost', () => {
  it('is asked again what may be asked again, and never twice for stars', async () => {
    const server = await scripted(({ method }) => (method === 'GET' ? { body: PAGE } : undefined));
    const clock = new FixedClock();
    const store = new SessionStore(new MemorySessionVault(clock), 'stel_ssid=one; stel_token=login');
    const session = new FragmentSession({ http: anHttpClient(RETRIES), baseUrl: server.url, clock, logger: new MemoryLogger(), store, wallet: await aWallet() });
    const protocol = new FragmentProtocol(session, false);
    const askedFor = (name: string): number => server.requests.filter(({ body }) => new URLSearchParams(body).get('method') === name).length;
    await failureOf(protocol.price(50));
    await failureOf(protocol.request('token', 50));
    await server.close();
    expect(askedFor('updateStarsPrices')).to.equal(1 + RETRIES);
    expect(askedFor('initBuyStarsRequest')).to.equal(1);
  });
});
