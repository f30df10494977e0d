import { expect } from 'chai';
import { PanelPermanent, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountSpec } from '#use-cases/ports/panels/vpn-panel.js';
import { aPanelAccount, rotated } from '../a-panel-account.js';
import { failureOf } from '../../payments/gateway-world.js';
import { openXuiWorld, type XuiWorld } from './xui-world.js';

const GIB = 1n << 30n;

interface Change {
  readonly name: string;
  readonly run: (world: XuiWorld, spec: PanelAccountSpec) => Promise<unknown>;
  readonly isDone: (world: XuiWorld, spec: PanelAccountSpec) => boolean;
}

const client = (world: XuiWorld, { key }: PanelAccountSpec) => world.simulator.client(key);

/** Each on an account that exists, is on and has used something. */
const CHANGES: readonly Change[] = [
  {
    name: 'an extension',
    run: (world, spec) => world.panel.ensure({ ...spec, trafficLimitBytes: 9n * GIB }),
    isDone: (world, spec) => client(world, spec)?.totalGB === Number(9n * GIB),
  },
  {
    name: 'a switch',
    run: (world, spec) => world.panel.setEnabled(spec, false),
    isDone: (world, spec) => client(world, spec)?.enable === false,
  },
  {
    name: 'a reset',
    run: (world, spec) => world.panel.resetUsage(spec),
    isDone: (world, spec) => client(world, spec)?.down === 0,
  },
  {
    name: 'a rotation',
    run: (world, spec) => world.panel.rotate(rotated(spec)),
    isDone: (world, spec) => client(world, spec)?.subId === rotated(spec).linkToken && client(world, spec)?.uuid === rotated(spec).credential,
  },
  {
    name: 'a move to another inbound',
    run: (world, spec) => world.panel.ensure({ ...spec, placement: ['1', '3'] }),
    isDone: (world, spec) => client(world, spec)?.inboundIds.includes(3) === true,
  },
  {
    name: 'a removal',
    run: (world, spec) => world.panel.remove(spec),
    isDone: (world, spec) => client(world, spec) === undefined,
  },
];

describe('3x-ui when nobody knows what happened', () => {
  let world: XuiWorld;

  beforeEach(async () => {
    world = await openXuiWorld();
  });
  afterEach(() => world.close());

  const account = (changes: Partial<PanelAccountSpec> = {}) => aPanelAccount({ now: world.now(), placement: world.placement, ...changes });
  const existing = async () => {
    const spec = account();
    await world.panel.ensure(spec);
    world.use(spec.key, 5n);
    return spec;
  };

  for (const { name, run, isDone } of CHANGES) {
    it(`${name} that was made but not answered is seen to be made`, async () => {
      const spec = await existing();
      world.strikeNextWrite('silent');
      await run(world, spec);
      expect(isDone(world, spec)).to.equal(true);
    });

    it(`${name} that was acknowledged but not made is not believed`, async () => {
      const spec = await existing();
      world.strikeNextWrite('lying');
      expect(await failureOf(run(world, spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
      expect(isDone(world, spec)).to.equal(false);
      await run(world, spec);
      expect(isDone(world, spec)).to.equal(true);
    });

    it(`${name} that failed there is unknown, and works when it is told again`, async () => {
      const spec = await existing();
      world.strikeNextWrite('failing');
      expect(await failureOf(run(world, spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown', reason: 'answered 500' });
      await run(world, spec);
      expect(isDone(world, spec)).to.equal(true);
    });

    it(`${name} behind which the panel falls silent is not said to have changed nothing`, async () => {
      const spec = await existing();
      world.answerInstead = ({ method }) => {
        if (method === 'POST') world.answerInstead = failing;
        return false;
      };
      const error = await failureOf(run(world, spec));
      expect(error).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
    });

    it(`${name} of which the database was locked is tried again`, async () => {
      const spec = await existing();
      refuseNext('clients/', 'Что-то пошло не так (database is locked)');
      expect(await failureOf(run(world, spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown', reason: 'database is locked' });
    });
  }

  it('a creation that was acknowledged but not made is not believed', async () => {
    const spec = account();
    world.strikeNextWrite('lying');
    expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
    expect(await world.panel.ensure(spec)).to.include({ status: 'active' });
  });

  it('a creation that a proxy answers with a page may have been made', async () => {
    const spec = account();
    world.answerInstead = ({ method }, response) => {
      if (method !== 'POST') return false;
      response.end('<html>one moment</html>');
      return true;
    };
    expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
  });

  it('a refusal in any language is told by its cause, without what it repeats', async () => {
    refuseNext('clients/', `مشکلی پیش آمد (inbound 1: xray refused the key ${'a1b2'.repeat(8)} for good)`);
    const error = await failureOf(world.panel.ensure(account()));
    expect(error).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'refused', said: 'inbound 1: xray refused the key … for good' });
  });

  it('a refusal behind a change that was made does not say that nothing happened', async () => {
    const spec = await existing();
    refuseNext('/clients/update/', 'x (no)');
    const moved = { ...spec, placement: ['1', '3'], trafficLimitBytes: GIB };
    expect(await failureOf(world.panel.ensure(moved))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
    expect(world.simulator.client(spec.key)?.inboundIds).to.deep.equal([1, 3]);
  });

  it('an account that vanishes between two looks is not said to be switched', async () => {
    const spec = await existing();
    world.answerInstead = ({ method }) => {
      if (method === 'POST') world.simulator.reset();
      return false;
    };
    expect(await failureOf(world.panel.setEnabled(spec, false))).to.have.property('code', 'panel.not-found');
  });

  it('an account that vanishes behind a change is not said to be untouched', async () => {
    const spec = await existing();
    const vanish = (): boolean => {
      world.simulator.reset();
      return false;
    };
    world.answerInstead = ({ method }) => {
      if (method === 'POST') world.answerInstead = vanish;
      return false;
    };
    expect(await failureOf(world.panel.setEnabled(spec, false))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
  });

  it('a change is sent once, a question as often as it takes', async () => {
    await world.close();
    world = await openXuiWorld({ retries: 2 });
    const spec = account();
    world.failNextCall();
    expect(await world.panel.find(spec)).to.equal(undefined);
    world.strikeNextWrite('failing');
    expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
    expect(world.calls.filter(({ method }) => method === 'POST')).to.have.lengthOf(1);
  });

  it('a panel that asks for patience gets it', async () => {
    world.answerInstead = (_call, response) => {
      response.writeHead(429, { 'retry-after': '7' }).end();
      return true;
    };
    expect(await failureOf(world.panel.find(account()))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'not_applied', retryAfterMs: 7_000 });
  });

  const failing = (): boolean => {
    world.failNextCall();
    return false;
  };

  function refuseNext(part: string, msg: string): void {
    world.answerInstead = ({ method, path }, response) => {
      if (method !== 'POST' || !path.includes(part)) return false;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ success: false, msg, obj: null }));
      return true;
    };
  }
});
