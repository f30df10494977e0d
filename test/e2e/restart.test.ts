import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { OpenShop } from './support/open-shop.js';
import { invoiceOf, type World } from './support/outside.js';
import type { Person } from './support/person.js';
import { ShiftedClock } from './support/shifted-clock.js';
import { until } from './support/until.js';

/** The way to the database, which can be cut and mended. */
class Line implements CallSeam {
  private cut = false;

  break(): void {
    this.cut = true;
  }

  mend(): void {
    this.cut = false;
  }

  around<Result>(call: { readonly system: string }, work: () => Promise<Result>): Promise<Result> {
    if (this.cut && call.system === 'database') return Promise.reject(Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' }));
    return work();
  }
}

describe('a shop that stops and starts again', () => {
  const line = new Line();
  const clock = new ShiftedClock();
  let dataDir: string;
  let shop: OpenShop;
  let vera: Person;

  const open = (port: string): Promise<OpenShop> => OpenShop.open({ dataDir, clock, environment: { PORT: port }, edge: { seam: line } });

  before(async function () {
    this.timeout(60_000);
    dataDir = await mkdtemp(join(tmpdir(), 'polaris-'));
    shop = await open('0');
    await shop.outside.price(4_500_000);
    vera = shop.hurriedPerson(5000);
    await vera.say('/start');
  });
  after(async () => {
    await shop.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  afterEach(async () => {
    expect(await shop.brokenRules()).to.deep.equal([]);
  });

  /** The same address, so that everybody outside finds it again. */
  async function restart(): Promise<void> {
    const { port } = new URL(shop.origin);
    await shop.stop();
    shop = await open(port);
    vera = shop.hurriedPerson(5000);
  }

  async function delivered(count: number): Promise<World> {
    return until(
      async () => {
        const world = await shop.outside.world();
        return world.fragment.deliveries.length >= count && (await shop.wallet(vera.id)).held.isZero() ? world : undefined;
      },
      () => `${count} deliveries`,
      shop.hurry,
    );
  }

  it('remembers the question it asked', async () => {
    await vera.walks('balance', 'recharge', 'recharge_heleket');
    await vera.taps('recharge_heleket_custom', /How much TON\?/);
    await restart();
    const card = await vera.asks('25', /Top-up of 25 TON/);
    await shop.outside.pay(invoiceOf(card));
    await vera.sees(/25 TON added/);
    expect(await shop.available(vera.id)).to.equal('25');
  });

  it('delivers what was paid for before, once', async () => {
    await vera.asks('/start', /25 TON/);
    await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_self');
    await vera.tap('order_pay_');
    await until(async () => ((await shop.wallet(vera.id)).held.isPositive() ? true : undefined), () => 'nothing was held');
    await restart();
    const { fragment, ton } = await delivered(1);
    expect(fragment.deliveries).to.have.length(1);
    expect(ton.transfers).to.have.length(1);
    expect(await shop.available(vera.id)).to.equal('24.3801');
    await until(async () => (await vera.messages()).find(({ text }) => text.includes('Stars delivered!')), () => 'nobody told the buyer', shop.hurry);
  });

  it('takes nothing in while its database is away, says so, and makes up for it afterwards', async () => {
    await vera.asks('/start', /24\.3801 TON/);
    await vera.walks('balance', 'recharge', 'recharge_heleket');
    const invoice = invoiceOf(await vera.taps('recharge_heleket_10', /invoice is ready/));
    line.break();
    const { deliveries } = await shop.outside.pay(invoice);
    expect(deliveries.at(-1)?.httpStatus).to.equal(503);
    const health = await fetch(`${shop.origin}/health`);
    expect(health.status).to.equal(503);
    expect(await health.json()).to.deep.include({ status: 'down' });
    expect((await fetch(`${shop.origin}/metrics`)).status).to.equal(200);
    await vera.asks('/balance', /A short pause.*database isn't answering/s);
    line.mend();
    await vera.sees(/Available: /);
    await vera.sees(/10 TON added/);
    expect(await shop.available(vera.id)).to.equal('34.3801');
    expect((await fetch(`${shop.origin}/health`)).status).to.equal(200);
  });

  it('forgets everything, itself and the world, when it is reset', async () => {
    await shop.outside.reset();
    const world = await shop.outside.world();
    expect(world.heleket.invoices).to.deep.equal([]);
    expect(world.fragment.deliveries).to.deep.equal([]);
    expect(world.ledger).to.deep.equal({ accounts: [], transfers: [] });
    expect(await vera.messages()).to.deep.equal([]);
    await vera.asks('/start', /Your balance: 0 TON/);
  });
});
