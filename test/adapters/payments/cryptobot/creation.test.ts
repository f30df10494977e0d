import { expect } from 'chai';
import { NOW, secondsAfter } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { type CryptobotWorld, openCryptobotWorld, TOKEN } from '../../../contracts/payments/cryptobot/cryptobot-world.js';
import { failureOf, invoiceRequests } from '../../../contracts/payments/gateway-world.js';

describe('An invoice at Crypto Pay', () => {
  let world: CryptobotWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openCryptobotWorld({ currency: 'TON', config: { assets: ['TON', 'USDT'] } });
  });
  afterEach(() => world.close());

  const others = async (count: number) => {
    for (let made = 0; made < count; made += 1) await world.call('createInvoice', { asset: 'TON', amount: '1', payload: `other-${made}` });
  };
  const reads = () => world.line.steps.filter((step) => step === 'invoices').length;

  it('whose answer was lost is found in the same breath, and not made twice', async () => {
    const asked = request('10');
    world.line.lose('create');
    expect((await world.gateway.create(asked)).snapshot.paymentId).to.equal(asked.paymentId);
    expect(world.line.steps).to.deep.equal(['invoices', 'create', 'invoices']);
    expect(world.invoicesOf(asked.paymentId)).to.equal(1);
  });

  it('is looked for page by page, because the provider knows no search by payload', async () => {
    const asked = request('10');
    const { invoiceId } = await world.gateway.create(asked);
    await others(210);
    world.line.steps.length = 0;
    expect(await world.gateway.create(asked)).to.include({ invoiceId, reused: true });
    expect(reads()).to.equal(3);
    expect((await world.gateway.fetch({ paymentId: asked.paymentId }))?.invoiceId).to.equal(invoiceId);
  });

  it('is not looked for among those that are older than the payment', async () => {
    await others(210);
    world.pass(3 * 3600);
    await others(1);
    world.line.steps.length = 0;
    await world.gateway.create(request('10'));
    expect(reads()).to.equal(1);
  });

  it('tells the payer what for, the coins that will do, and where to return', async () => {
    world = await reopened({ currency: 'RUB', config: { assets: ['TON', 'USDT'] } });
    await world.gateway.create(request('500'));
    const [made] = world.simulator.invoices();
    expect(made).to.deep.include({
      currencyType: 'fiat',
      currency: 'RUB',
      amount: '500',
      acceptedAssets: ['TON', 'USDT'],
      description: 'A month of VPN',
      button: { name: 'callback', url: 'https://t.me/polaris_bot' },
      expiresIn: 3600,
    });
  });

  it('in a coin names no other coins', async () => {
    await world.gateway.create(request('10'));
    expect(world.simulator.invoices()[0]).to.deep.include({ currencyType: 'crypto', currency: 'TON', acceptedAssets: [] });
  });

  it('can be paid for a minute at least, however late it is asked for', async () => {
    await world.gateway.create({ ...request('10'), expiresAt: world.now() });
    expect(world.simulator.invoices()[0]?.expiresIn).to.equal(60);
  });

  it('in fiat money that was paid in a coin has brought its fiat sum', async () => {
    world = await reopened({ currency: 'EUR' });
    const { invoiceId } = await world.gateway.create(request('12.34'));
    await world.simulator.pay(invoiceId, { asset: 'TON' });
    expect(world.simulator.invoice(invoiceId)).to.include({ paidAsset: 'TON', paidAmount: '4.936' });
    expect((await world.gateway.fetch({ invoiceId }))?.received?.toString()).to.equal('12.34 EUR');
  });

  it('that was deleted vanishes, and the next one for the payment is new', async () => {
    const asked = request('10');
    const { invoiceId } = await world.gateway.create(asked);
    await world.call('deleteInvoice', { invoice_id: Number(invoiceId) });
    expect(await world.gateway.fetch({ invoiceId })).to.equal(undefined);
    expect(await world.gateway.fetch({ paymentId: asked.paymentId })).to.equal(undefined);
    const again = await world.gateway.create(asked);
    expect(again).to.include({ reused: false });
    expect(again.invoiceId).to.not.equal(invoiceId);
  });

  it('that was lost and made again is an orphan, which the list shows beside the other', async () => {
    const asked = request('10');
    await world.gateway.create(asked);
    await world.plant(asked.paymentId, asked.amount);
    const { invoices } = await world.gateway.scan(NOW);
    expect(invoices.map(({ snapshot }) => snapshot.paymentId)).to.deep.equal([asked.paymentId, asked.paymentId]);
  });

  it('is, of several for one payment, the one with money on it; else the open one; else the oldest', async () => {
    const asked = request('10');
    for (let made = 0; made < 3; made += 1) await world.plant(asked.paymentId, asked.amount);
    const [newest = '', , oldest = ''] = world.simulator.invoices().map(({ id }) => String(id));
    const found = async () => (await world.gateway.fetch({ paymentId: asked.paymentId }))?.invoiceId;
    world.pass(3601);
    expect(await found()).to.equal(oldest);
    await world.plant(asked.paymentId, asked.amount);
    expect(await found()).to.equal(String(Number(newest) + 1));
    await world.simulator.pay(newest, { reportedLate: true });
    expect(await found()).to.equal(newest);
  });

  it('paid just in time may be called expired at first: it is paid when it is read again', async () => {
    const { invoiceId } = await world.gateway.create(request('10'));
    world.pass(3601);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'expired', final: true });
    await world.simulator.pay(invoiceId, { reportedLate: true });
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'paid', final: true });
  });

  it('changed last when it was paid, or when it expired', async () => {
    const { invoiceId } = await world.gateway.create(request('10'));
    await world.gateway.create(request('11'));
    world.pass(60);
    await world.pay(invoiceId, ton('10'));
    world.pass(3600);
    const { invoices } = await world.gateway.scan(NOW);
    expect(invoices.map(({ changedAt }) => changedAt)).to.deep.equal([secondsAfter(3600), secondsAfter(60)]);
  });

  it('is listed with a hundred others at a time, and those before the moment are left out', async () => {
    await others(150);
    world.pass(3600);
    await others(230);
    const first = await world.gateway.scan(world.now());
    const second = await world.gateway.scan(world.now(), first.nextCursor);
    const third = await world.gateway.scan(world.now(), second.nextCursor);
    expect([first, second, third].map(({ invoices }) => invoices.length)).to.deep.equal([100, 100, 30]);
    expect(third.nextCursor).to.equal(undefined);
  });

  it('of one network is nothing to the token of the other: unauthorized both ways', async () => {
    const testnet = await openCryptobotWorld({ provider: { token: '777:AA-token-of-the-test-network-000000', testnet: true }, config: { token: TOKEN } });
    try {
      expect(await failureOf(testnet.gateway.create(request('10')))).to.include({ failure: 'unauthorized' });
      const other = await openCryptobotWorld({ config: { token: '777:AA-token-of-the-test-network-000000' } });
      expect(await failureOf(other.gateway.create(request('10')))).to.include({ failure: 'unauthorized' });
      expect([testnet.simulator.invoices(), other.simulator.invoices()]).to.deep.equal([[], []]);
      await other.close();
    } finally {
      await testnet.close();
    }
  });

  async function reopened(changes: Parameters<typeof openCryptobotWorld>[0]): Promise<CryptobotWorld> {
    await world.close();
    return openCryptobotWorld(changes);
  }
});
