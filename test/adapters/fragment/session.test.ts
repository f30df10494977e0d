import { expect } from 'chai';
import { FragmentProtocol } from '#adapters/outbound/fragment/protocol/protocol.js';
import { FragmentFault } from '#adapters/outbound/fragment/session/fragment-fault.js';
import { FragmentSession } from '#adapters/outbound/fragment/session/session.js';
import { SessionStore } from '#adapters/outbound/fragment/session/session-store.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { MemorySessionVault } from '#adapters/outbound/memory/runtime/memory-session-vault.js';
import { aWallet, anHttpClient, failureOf, scripted, type ScriptedAnswer, type ScriptedRequest, type ScriptedServer } from './fixtures.js';

const COOKIES = 'stel_ssid=one; stel_token=login; stel_ton_token=wallet';

/** A small Fragment: it knows one hash and one login, and does what the test changes about it. */
class Site {
  hash = 'abcdef0123';
  login = 'login';
  wallet = 'wallet';
  challenge: string | undefined = 'feed42';
  sets: string[] = [];
  methods: Record<string, (fields: URLSearchParams) => ScriptedAnswer | undefined> = {};

  answer(request: ScriptedRequest): ScriptedAnswer | undefined {
    const headers = { 'set-cookie': this.sets };
    if (request.method === 'GET') return { headers, body: this.page(request) };
    if (request.query.get('hash') !== this.hash) return { body: { error: 'Bad request' } };
    const fields = new URLSearchParams(request.body);
    const scriptedMethod = this.methods[fields.get('method') ?? ''];
    if (scriptedMethod) return scriptedMethod(fields);
    if (fields.get('method') === 'checkTonProofAuth') {
      return { headers: { 'set-cookie': [`stel_ton_token=${this.wallet}; Path=/`] }, body: { verified: true } };
    }
    return { headers, body: this.knowsWallet(request) ? { ok: true, mode: 'new', need_update: false } : { need_ton: true } };
  }

  private page(request: ScriptedRequest): string {
    const loggedIn = (request.headers.cookie ?? '').includes(`stel_token=${this.login}`);
    const proof = this.challenge === undefined ? '' : `"ton_proof":"${this.challenge}"`;
    return `<script>{"apiUrl":"\\/api?hash=${this.hash}","logged_in":${loggedIn}}{${proof}}</script>`;
  }

  private knowsWallet(request: ScriptedRequest): boolean {
    return (request.headers.cookie ?? '').includes(`stel_ton_token=${this.wallet}`);
  }
}

describe('The Fragment session', () => {
  let server: ScriptedServer;
  let site: Site;
  const clock = new FixedClock();
  let vault: MemorySessionVault;
  let logger: MemoryLogger;

  beforeEach(async () => {
    site = new Site();
    vault = new MemorySessionVault(clock);
    logger = new MemoryLogger();
    server = await scripted((request) => site.answer(request));
  });
  afterEach(() => server.close());

  const open = async (cookies = COOKIES): Promise<FragmentSession> =>
    new FragmentSession({
      http: anHttpClient(),
      baseUrl: server.url,
      clock,
      logger,
      wallet: await aWallet(),
      store: new SessionStore(vault, cookies),
    });

  const kept = (): string => vault.history('fragment').at(-1)?.value ?? '';
  const calls = (): (string | null)[] =>
    server.requests.map(({ method, path, body }) => (method === 'GET' ? path : new URLSearchParams(body).get('method')));
  const faultOf = async (work: Promise<unknown>): Promise<string> => {
    const failure = await failureOf(work);
    if (!(failure instanceof FragmentFault)) throw failure;
    return failure.kind;
  };

  it('looks like a browser that opens a page and lets its script call', async () => {
    await (await open()).probe();
    const [page, call] = server.requests;
    expect(page?.headers).to.include({ cookie: COOKIES }).and.not.have.property('x-requested-with');
    expect(page?.headers['user-agent']).to.match(/^Mozilla\/5\.0 /);
    expect(call?.headers).to.include({
      cookie: COOKIES,
      'x-requested-with': 'XMLHttpRequest',
      origin: server.url,
      referer: `${server.url}/stars/buy`,
      'x-aj-referer': `${server.url}/stars/buy`,
    });
    expect(call?.headers['content-type']).to.match(/^application\/x-www-form-urlencoded/);
    expect(new URLSearchParams(call?.body).get('method')).to.equal('updateStarsBuyState');
  });

  it('is kept after its first probe, and again only when something changed', async () => {
    const session = await open();
    await session.probe();
    await session.probe();
    expect(vault.history('fragment')).to.have.length(1);
    site.sets = ['stel_ssid=two; Path=/; Max-Age=3600'];
    await session.probe();
    expect(vault.history('fragment')).to.have.length(2);
    expect(kept()).to.include('two');
  });

  it('goes on after a restart from what was kept, not from the older configuration', async () => {
    await (await open()).probe();
    site.sets = ['stel_ssid=two; Path=/'];
    await (await open()).probe();
    site.sets = [];
    await (await open()).probe();
    expect(server.requests.at(-1)?.headers.cookie).to.include('stel_ssid=two');
  });

  it('is replaced by newly configured cookies when they work', async () => {
    await (await open()).probe();
    await (await open(`${COOKIES}; fresh=1`)).probe();
    expect(kept()).to.include('fresh');
  });

  it('stays when newly configured cookies do not work', async () => {
    await (await open()).probe();
    await (await open('stel_ssid=zero; stel_token=nobody; stel_ton_token=wallet')).probe();
    expect(vault.history('fragment')).to.have.length(1);
    expect(server.requests.at(-1)?.headers.cookie).to.equal(COOKIES);
    expect(logger.lines.map((line) => line.message).join()).to.include('do not work');
  });

  it('is never overwritten by one that fails, and is there again when Fragment is', async () => {
    const session = await open();
    await session.probe();
    site.login = 'somebody else';
    site.sets = ['stel_token=; Path=/', 'stel_ssid=guest; Path=/'];
    expect(await faultOf(session.probe())).to.equal('session');
    expect(vault.history('fragment')).to.have.length(1);
    site.login = 'login';
    site.sets = [];
    await session.probe();
    expect(server.requests.at(-1)?.headers.cookie).to.equal(COOKIES);
  });

  it('is dead when the page does not know the login', async () => {
    site.login = 'somebody else';
    expect(await faultOf((await open()).probe())).to.equal('session');
    expect(vault.history('fragment')).to.have.length(0);
  });

  it('proves the wallet anew when Fragment has forgotten it', async () => {
    site.wallet = 'renewed';
    const session = await open();
    await session.probe();
    expect(calls()).to.deep.equal(['/stars/buy', 'updateStarsBuyState', '/stars/buy', 'checkTonProofAuth', '/stars/buy', 'updateStarsBuyState']);
    const proof = new URLSearchParams(server.requests[3]?.body);
    expect(JSON.parse(proof.get('proof') ?? '')).to.deep.include({ payload: 'feed42' });
    expect(JSON.parse(proof.get('account') ?? '')).to.include({ chain: '-239' });
    expect(kept()).to.include('renewed');
  });

  it('can consist of the wallet alone', async () => {
    await (await open('')).probe();
    expect(kept()).to.include('stel_ton_token');
  });

  it('proves the wallet once, not for ever', async () => {
    site.methods['updateStarsBuyState'] = () => ({ body: { need_ton: true } });
    expect(await faultOf((await open()).probe())).to.equal('need-wallet');
    expect(calls().filter((call) => call === 'checkTonProofAuth')).to.have.length(1);
  });

  it('cannot prove the wallet without a challenge, or to a site that does not accept it', async () => {
    site.wallet = 'renewed';
    site.challenge = undefined;
    expect(await faultOf((await open()).probe())).to.equal('need-wallet');
    site.challenge = 'feed42';
    site.methods['checkTonProofAuth'] = () => ({ body: { verified: false } });
    expect(await faultOf((await open()).probe())).to.equal('need-wallet');
  });

  it('reads the hash again, once, when the old one is refused', async () => {
    const session = await open();
    await session.probe();
    site.hash = 'fedcba9876';
    await session.call('updateStarsBuyState', {});
    expect(calls().slice(2)).to.deep.equal(['updateStarsBuyState', '/stars/buy', 'updateStarsBuyState']);
    site.methods['updateStarsBuyState'] = () => ({ body: { error: 'Bad request' } });
    expect(await faultOf(session.call('updateStarsBuyState', {}))).to.equal('bad-request');
    expect(calls().slice(5)).to.deep.equal(['updateStarsBuyState', '/stars/buy', 'updateStarsBuyState']);
  });

  it('reads the hash again after two minutes', async () => {
    const session = await open();
    await session.probe();
    clock.advance(119_000);
    await session.call('updateStarsBuyState', {});
    expect(calls().at(-2)).to.equal('updateStarsBuyState');
    clock.advance(2_000);
    await session.call('updateStarsBuyState', {});
    expect(calls().at(-2)).to.equal('/stars/buy');
  });

  const faults: readonly (readonly [string, ScriptedAnswer | undefined, string])[] = [
    ['a page of its guard', { status: 403, body: '<html>' }, 'blocked'],
    ['a page instead of JSON', { body: '<html>Just a moment...</html>' }, 'blocked'],
    ['503', { status: 503, body: '<html>' }, 'blocked'],
    ['429', { status: 429, body: '' }, 'rate-limit'],
    ['500', { status: 500, body: '' }, 'server'],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' }, 'server'],
    ['nothing', undefined, 'network'],
    ['a wish to verify the account', { body: { error: 'Unknown error', need_verify: 'true' } }, 'need-verify'],
    ['a plain no', { body: { ok: false } }, 'other'],
    ['an unknown method', { body: { error: 'Invalid method' } }, 'protocol'],
    ['another form', { body: { ok: true, cur_price: 44 } }, 'protocol'],
    ['a price that cannot be read', { body: { ok: true, cur_price: '<b>soon</b>' } }, 'protocol'],
  ];
  for (const [what, answer, kind] of faults) {
    it(`calls it ${kind} when the answer is ${what}`, async () => {
      site.methods['updateStarsPrices'] = () => answer;
      expect(await faultOf(new FragmentProtocol(await open(), false).price(50))).to.equal(kind);
    });
  }

  it('is offered cookies and takes only those that work', async () => {
    const session = await open();
    await session.probe();
    expect(await faultOf(session.offer('stel_token=nobody; stel_ton_token=wallet'))).to.equal('session');
    expect(vault.history('fragment')).to.have.length(1);
    await session.call('updateStarsBuyState', {});
    expect(server.requests.at(-1)?.headers.cookie).to.equal(COOKIES);
    await session.offer(`${COOKIES}; offered=1`);
    expect(kept()).to.include('offered');
    await (await open()).probe();
    expect(server.requests.at(-1)?.headers.cookie).to.include('offered=1');
  });

  it('tries a name in other spellings before it calls it unknown', async () => {
    const asked: (string | null)[] = [];
    site.methods['searchStarsRecipient'] = (fields) => {
      asked.push(fields.get('query'));
      const found = { myself: false, recipient: 'tok', name: '&lt;Alice&gt; <i>L</i>' };
      return { body: fields.get('query') === '@alice' ? { ok: true, found } : { error: 'No Telegram users found.' } };
    };
    const protocol = new FragmentProtocol(await open(), false);
    expect(await protocol.search('Alice')).to.deep.equal({ token: 'tok', name: '<Alice> L' });
    expect(asked).to.deep.equal(['Alice', '@Alice', 'alice', '@alice']);
    expect(await faultOf(protocol.search('bob'))).to.equal('unknown-user');
    expect(asked.slice(4)).to.deep.equal(['bob', '@bob']);
  });
});
