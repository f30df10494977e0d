import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { marzban } from '#adapters/outbound/panels/marzban/index.js';
import { MarzbanPanel } from '#adapters/outbound/panels/marzban/panel.js';
import { PanelAuth, PanelConflict, PanelError, PanelPermanent, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import { aPanelAccount } from '../a-panel-account.js';
import { NOW } from '../../../builders/now.js';
import { failureOf } from '../../payments/gateway-world.js';
import { type MarzbanWorld, openMarzbanWorld } from './marzban-world.js';

interface Answer {
  readonly status: number;
  readonly body: string | object;
  readonly headers?: Record<string, string>;
}

const MISSING: Answer = { status: 404, body: { detail: 'User not found' } };
const SIGNED_IN: Answer = { status: 200, body: { access_token: 'a-token', token_type: 'bearer' } };

describe("Marzban's answers", () => {
  const spec = aPanelAccount({ now: NOW });
  let server: Server;
  let panel: MarzbanPanel;
  let signIn: Answer;
  let answer: Answer;
  let waiting: Record<string, Answer[]>;

  beforeEach(async () => {
    signIn = SIGNED_IN;
    waiting = {};
    server = createServer((request, response) => {
      request.resume();
      const { status, body, headers } = request.url === '/api/admin/token' ? signIn : (waiting[request.method ?? '']?.shift() ?? answer);
      response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const section = marzban.parse({ BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, USERNAME: 'polaris', PASSWORD: 'a-password' });
    if (!('config' in section)) throw new Error('wrong settings');
    panel = new MarzbanPanel(section.config, { id: 'm1', http: new HttpClient(directCalls, { retries: 0, failures: 100 }), clock: { now: () => NOW } });
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  /** What the panel answers to calls of each method, one after another. */
  const answers = (given: Record<string, Answer[]>): void => {
    waiting = given;
  };
  const user = { username: spec.key, note: spec.marker, status: 'active', proxies: {}, inbounds: {}, used_traffic: 0, subscription_url: '/sub/x' };

  const fails = async (given: Answer, call: () => Promise<unknown> = () => panel.find(spec)): Promise<PanelError> => {
    answer = given;
    const error = await failureOf(call());
    if (!(error instanceof PanelError)) throw error;
    return error;
  };

  it('a missing account is one that the panel says so of; any other 404 is a wrong address', async () => {
    answer = MISSING;
    expect(await panel.find(spec)).to.equal(undefined);
    for (const body of [{ detail: 'Not Found' }, '<h1>404</h1>', {}]) {
      expect(await fails({ status: 404, body })).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'not-this-panel' });
    }
  });

  it('another address, another method, another protocol: not this panel', async () => {
    expect(await fails({ status: 301, body: '', headers: { location: 'https://elsewhere.example' } })).to.include({ trouble: 'not-this-panel' });
    expect(await fails({ status: 405, body: { detail: 'Method Not Allowed' } })).to.include({ trouble: 'not-this-panel' });
  });

  it('a page where an account should be may pass', async () => {
    for (const body of ['<h1>maintenance</h1>', { username: 'x' }, '']) {
      expect(await fails({ status: 200, body })).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'not_applied' });
    }
  });

  it('asked too often waits as long as it is told', async () => {
    expect(await fails({ status: 429, body: {}, headers: { 'retry-after': '7' } })).to.be.instanceOf(PanelRetryable).and.include({ retryAfterMs: 7_000, outcome: 'not_applied' });
  });

  it('a token that is refused twice is a matter of credentials, a right that is missing is one of scope', async () => {
    expect(await fails({ status: 401, body: { detail: 'Could not validate credentials' } })).to.be.instanceOf(PanelAuth).and.include({ trouble: 'wrong-credentials' });
    expect(await fails({ status: 403, body: { detail: "You're not allowed" } }, () => panel.list())).to.be.instanceOf(PanelAuth).and.include({ trouble: 'missing-scope' });
    expect(await fails({ status: 403, body: { detail: "You're not allowed" } })).to.be.instanceOf(PanelConflict);
  });

  it('a refused field is named, its value and its words are not', async () => {
    const said = await fails({ status: 422, body: { detail: { proxies: `Input should be a valid UUID: ${spec.credential}` } } });
    expect(said).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'refused', said: 'refused proxies' });
    const unknown = await fails({ status: 422, body: { detail: { inbounds: "Value error, Inbound nope doesn't exist" } } });
    expect(unknown).to.include({ trouble: 'unknown-placement', said: "Value error, Inbound nope doesn't exist" });
    const off = await fails({ status: 400, body: { detail: 'Protocol ProxyTypes.VLESS is disabled on your server' } });
    expect(off).to.include({ trouble: 'refused', said: 'Protocol ProxyTypes.VLESS is disabled on your server' });
    expect(await fails({ status: 422, body: '' })).to.include({ said: 'refused without a reason' });
  });

  it('a name that is taken by nobody it shows is worth another try', async () => {
    answers({ POST: [{ status: 409, body: { detail: 'User already exists' } }], GET: [MISSING, MISSING] });
    expect(await failureOf(panel.ensure(spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'not_applied' });
  });

  it('an account in another spelling is another account', async () => {
    answers({ GET: [{ status: 200, body: { ...user, username: spec.key.toUpperCase() } }] });
    expect(await failureOf(panel.find(spec))).to.be.instanceOf(PanelConflict);
  });

  it('an account that goes while it is being removed is removed', async () => {
    answers({ GET: [{ status: 200, body: user }, MISSING], DELETE: [MISSING] });
    await panel.remove(spec);
    expect(waiting).to.deep.equal({ GET: [], DELETE: [] });
  });

  it('health words what keeps it from signing in', async () => {
    answer = { status: 200, body: {} };
    const troubles: readonly [Answer, string][] = [
      [{ status: 401, body: { detail: 'Incorrect username or password' } }, 'wrong-credentials'],
      [{ status: 404, body: { detail: 'Not Found' } }, 'not-this-panel'],
      [{ status: 200, body: '<html>' }, 'not-this-panel'],
      [{ status: 502, body: '<html>' }, 'failing'],
      [SIGNED_IN, 'not-this-panel'],
    ];
    for (const [given, code] of troubles) {
      signIn = given;
      const health = await panel.health(['a tag']);
      expect({ ...health, troubles: health.troubles.map((trouble) => trouble.code) }).to.deep.equal({ ok: false, version: undefined, troubles: [code] });
    }
  });
});

describe("Marzban's health", () => {
  let world: MarzbanWorld;

  beforeEach(async () => {
    world = await openMarzbanWorld();
  });
  afterEach(() => world.close());

  const codes = async (placement = world.placement) => (await world.panel.health(placement)).troubles.map(({ code }) => code);

  it('tells its version, and refuses its successor and its ancestors', async () => {
    expect(await world.panel.health(world.placement)).to.deep.equal({ ok: true, version: '0.8.4', troubles: [] });
    for (const version of ['5.2.1', '0.7.0', '10.8.1']) {
      world.simulator.condition = { version, coreRuns: true };
      expect(await codes()).to.deep.equal(['unsupported-version']);
    }
  });

  it('sees an Xray that does not run behind a panel that answers', async () => {
    world.simulator.condition = { version: '0.8.4', coreRuns: false };
    expect(await codes()).to.deep.equal(['core-stopped']);
  });

  it('names every tag that is missing, and misses one when none is named', async () => {
    const { ok, troubles } = await world.panel.health(['NOWHERE', ...world.placement, 'NOR HERE']);
    expect({ ok, details: troubles.map(({ detail }) => detail) }).to.deep.equal({ ok: false, details: ['NOWHERE', 'NOR HERE'] });
    expect(await codes([])).to.deep.equal(['no-placement']);
  });
});
