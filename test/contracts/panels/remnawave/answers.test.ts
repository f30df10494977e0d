import { expect } from 'chai';
import { PanelAuth, type PanelError, PanelNotFound, PanelPermanent, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import { aPanelAccount } from '../a-panel-account.js';
import { failureOf } from '../../payments/gateway-world.js';
import { type Instead, openRemnawaveWorld, type RemnawaveWorld } from './remnawave-world.js';

interface Case {
  readonly said: string;
  readonly answer: Instead;
  readonly means: abstract new (...given: never[]) => PanelError;
  readonly with: object;
}

const timestamp = '2026-09-04T10:11:12.131Z';

/** Bodies as the real 3.3.2 sent them. */
const READS: readonly Case[] = [
  { said: 'no or a garbage token', answer: { status: 401, body: { message: 'Unauthorized', statusCode: 401 } }, means: PanelAuth, with: { trouble: 'wrong-credentials' } },
  { said: 'a deleted token or one without the scope', answer: { status: 403, body: { message: 'Forbidden resource', error: 'Forbidden', statusCode: 403 } }, means: PanelAuth, with: { trouble: 'missing-scope' } },
  { said: 'a front door that keeps us out', answer: { status: 403, body: '<html>Forbidden</html>' }, means: PanelAuth, with: { trouble: 'wrong-credentials' } },
  { said: 'a route of another version', answer: { status: 404, body: { message: 'Cannot GET /api/users/by-username/x', error: 'Not Found', statusCode: 404 } }, means: PanelPermanent, with: { trouble: 'unsupported-version' } },
  { said: 'somebody else behind the address', answer: { status: 404, body: '<html>nothing here</html>' }, means: PanelPermanent, with: { trouble: 'not-this-panel' } },
  { said: 'a page in place of an answer', answer: { status: 200, body: '<!doctype html><title>Panel</title>' }, means: PanelPermanent, with: { trouble: 'not-this-panel' } },
  { said: 'a user with flat usage, as before 2.3', answer: { status: 200, body: { response: { uuid: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed', username: 'x', usedTrafficBytes: 1 } } }, means: PanelPermanent, with: { trouble: 'unsupported-version' } },
  { said: 'a redirect', answer: { status: 301, headers: { location: 'https://elsewhere.example/' } }, means: PanelPermanent, with: { trouble: 'not-this-panel' } },
  { said: 'a stumble', answer: { status: 500, body: { timestamp, path: '/api/users', message: 'Internal server error', errorCode: 'A001' } }, means: PanelRetryable, with: { outcome: 'not_applied' } },
  { said: 'a proxy without its panel', answer: { status: 502, body: '<html>Bad Gateway</html>' }, means: PanelRetryable, with: { outcome: 'not_applied' } },
  { said: 'too many calls', answer: { status: 429, headers: { 'retry-after': '7' } }, means: PanelRetryable, with: { outcome: 'not_applied', retryAfterMs: 7_000 } },
  { said: 'a closed connection', answer: 'hang-up', means: PanelRetryable, with: { outcome: 'not_applied' } },
];

const CHANGES: readonly Case[] = [
  { said: 'a refused value', answer: { status: 400, body: { statusCode: 400, message: 'Validation failed', errors: [{ path: ['expireAt'], message: 'Expiration date cannot be in the past' }] } }, means: PanelPermanent, with: { trouble: 'refused', said: '400 Validation failed expireAt', outcome: 'not_applied' } },
  { said: 'an unknown squad', answer: { status: 404, body: { timestamp, path: '/api/users', message: 'Internal squad not found', errorCode: 'A118' } }, means: PanelPermanent, with: { trouble: 'unknown-placement', outcome: 'not_applied' } },
  { said: 'a creation that failed', answer: { status: 500, body: { timestamp, path: '/api/users', message: 'Failed to create user', errorCode: 'A018' } }, means: PanelRetryable, with: { outcome: 'unknown' } },
  { said: 'a name that was taken a moment ago', answer: { status: 400, body: { timestamp, path: '/api/users', message: 'User username already exists', errorCode: 'A019' } }, means: PanelRetryable, with: { outcome: 'not_applied' } },
  { said: 'too many calls', answer: { status: 429 }, means: PanelRetryable, with: { outcome: 'unknown' } },
  { said: 'a closed connection', answer: 'hang-up', means: PanelRetryable, with: { outcome: 'unknown' } },
];

describe("Remnawave's answers", () => {
  let world: RemnawaveWorld;

  beforeEach(async () => {
    world = await openRemnawaveWorld(3);
  });
  afterEach(() => world.close());

  const account = () => aPanelAccount({ now: world.now(), placement: world.placement });

  for (const { said, answer, means, with: fields } of READS) {
    it(`understands ${said}`, async () => {
      world.instead = () => answer;
      expect(await failureOf(world.panel.find(account()))).to.be.instanceOf(means).and.include(fields);
    });
  }

  for (const { said, answer, means, with: fields } of CHANGES) {
    it(`understands ${said} in a change`, async () => {
      world.instead = ({ method }) => (method === 'GET' ? undefined : answer);
      expect(await failureOf(world.panel.ensure(account()))).to.be.instanceOf(means).and.include(fields);
    });
  }

  for (const code of ['A063', 'A025']) {
    it(`takes ${code} for a missing user, in the words only a missing user has`, async () => {
      world.instead = () => ({ status: 404, body: { timestamp, path: '/api/users', message: 'User not found', errorCode: code } });
      expect(await world.panel.find(account())).to.equal(undefined);
      expect(await failureOf(world.panel.setEnabled(account(), true))).to.be.instanceOf(PanelNotFound);
    });
  }

  it('knows that it was switched already', async () => {
    const spec = account();
    await world.panel.ensure(spec);
    world.instead = ({ path }) => (path.endsWith('/actions/disable') ? switchedElsewhere(spec.key, spec.marker) : undefined);
    expect(await world.panel.setEnabled(spec, false)).to.include({ status: 'disabled' });
  });

  it('reads counts of bytes that no number holds, whole or not', async () => {
    const spec = account();
    await world.panel.ensure(spec);
    const user = (await world.call('GET', `/users/by-username/${spec.key}`)).body.response as Record<string, unknown>;
    const text = JSON.stringify({ response: { ...user, userTraffic: { usedTrafficBytes: 1, lifetimeUsedTrafficBytes: 2, onlineAt: '2026-01-15T11:00:00.000Z' } } });
    const exact = text.replace('"usedTrafficBytes":1', '"usedTrafficBytes":9007199254740993').replace('"lifetimeUsedTrafficBytes":2', '"lifetimeUsedTrafficBytes":9007199254740995.5');
    world.instead = () => ({ status: 200, body: exact });
    expect(await world.panel.find(spec)).to.deep.include({ usedBytes: 9_007_199_254_740_993n, lifetimeBytes: 9_007_199_254_740_995n, onlineAt: new Date('2026-01-15T11:00:00.000Z') });
  });

  it('repeats nothing of what could be a secret in what the panel said', async () => {
    const spec = account();
    world.instead = ({ method }) => (method === 'GET' ? undefined : { status: 400, body: { message: `no ${spec.linkToken} of ${spec.credential}`, errorCode: 'A089' } });
    expect(await failureOf(world.panel.ensure(spec))).to.include({ said: '400 A089 no … of …' });
  });

  function switchedElsewhere(key: string, marker: string): Instead {
    world.simulator.plant(key, { description: marker, status: 'DISABLED', expireAt: '2026-09-01T00:00:00.000Z' });
    return { status: 400, body: { timestamp, path: '/api/users', message: 'User already disabled', errorCode: 'A029' } };
  }
});
