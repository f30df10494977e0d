import { expect } from 'chai';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { RetryLater } from '#use-cases/ports/providers/star-provider.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { wallet } from '../checkout/a-buyer.js';
import { refusalOf } from '../refusal.js';
import { Comparison } from './a-reconciliation.js';

describe('a run of the reconciliation', () => {
  let books: Comparison;
  let paymentId: string;
  beforeEach(async () => {
    books = new Comparison();
    paymentId = await books.toppedUp();
  });

  async function lostCredit(): Promise<string> {
    const lost = await books.invoiced();
    books.shop.gateway.pay(lost, ton('10'));
    return lost;
  }

  it('has a lost credit settled, tells nobody, and finds it gone the next time', async () => {
    await lostCredit();
    expect((await books.run()).repaired).to.equal(1);
    await runJobs(books.shop);
    expect((await wallet(books.shop)).available).to.equal('20');
    expect(await books.run()).to.include({ found: 0, resolved: 1 });
    expect(await books.alerts()).to.deep.equal([]);
  });

  it('calls for a person when settling did not help', async () => {
    const lost = await lostCredit();
    await books.run();
    books.shop.gateway.failNext('fetch');
    await runJobs(books.shop).catch(() => undefined);
    const { open } = await books.run();
    expect(open.map(({ subject }) => subject)).to.deep.equal([lost]);
    expect(await books.alerts()).to.deep.equal(['discrepancy-credit-lost']);
  });

  it('tells the operators of anything else at once, and only once', async () => {
    books.shop.gateway.say(paymentId, { received: ton('11') });
    for (let day = 0; day < 3; day += 1) expect((await books.run()).open).to.have.length(1);
    expect(await books.alerts()).to.deep.equal(['discrepancy-amount-differs']);
  });

  it('tells again of what was gone and is back', async () => {
    books.shop.gateway.say(paymentId, { received: ton('11') });
    await books.run();
    books.shop.gateway.say(paymentId, { received: ton('10') });
    expect((await books.run()).resolved).to.equal(1);
    books.shop.gateway.say(paymentId, { received: ton('11') });
    expect((await books.run()).open).to.have.length(1);
    expect(await books.alerts()).to.have.length(2);
  });

  it('says no more of what a person has accepted', async () => {
    books.shop.gateway.say(paymentId, { received: ton('11') });
    const [id] = (await books.run()).open.map((one) => one.id);
    await books.accept.execute({ id: id ?? '', note: 'a gift of the gateway' });
    expect((await books.run()).open).to.deep.equal([]);
    expect(await books.alerts()).to.have.length(1);
    expect((await refusalOf(books.accept.execute({ id: id ?? '', note: '' }))).code).to.equal('reconciliation.not-found');
  });

  it('does not mistake what is still under way for a difference', async () => {
    const now = books.shop.clock.now();
    const paid = await lostCredit();
    books.wallet.movements.push({ reference: 'just now', evidence: 'tx', at: now, paid: ton('1'), fee: ton('0') });
    expect((await books.reconcile.execute({ days: 4 })).open).to.deep.equal([]);
    expect((await books.found()).toSorted()).to.deep.equal([`chain-payment-unbooked just now`, `credit-lost ${paid}`]);
  });

  it('asks once more before it believes a list that is older than the credit', async () => {
    const scan = books.shop.gateway.scan.bind(books.shop.gateway);
    const { gateway } = books.shop;
    gateway.scan = async (since, cursor) => {
      const page = await scan(since, cursor);
      return { ...page, invoices: page.invoices.map((one) => ({ ...one, snapshot: { ...one.snapshot, state: 'awaiting', final: false, received: undefined } })) };
    };
    expect(await books.found()).to.deep.equal([]);
    expect(gateway.calls.at(-1)).to.equal('fetch');
  });

  it('leaves out a side that does not answer, says so, and resolves nothing about it', async () => {
    books.shop.gateway.say(paymentId, { received: ton('11') });
    await books.run();
    books.shop.gateway.failNext('scan', new ProviderError('heleket', 'unavailable', 'out of order'));
    books.wallet.failNext(new RetryLater('network', 1_000));
    const report = await books.run();
    expect(report.failed.map(({ source }) => source)).to.deep.equal(['heleket', 'wallet']);
    expect(report.compared).to.deep.equal({ orders: 0 });
    expect([report.open.length, report.resolved]).to.deep.equal([1, 0]);
  });

  it('reads a list of many pages to its end', async () => {
    for (let more = 0; more < 250; more += 1) await books.invoiced();
    expect((await books.run()).compared['heleket invoices']).to.equal(251);
    expect(books.shop.gateway.calls.filter((step) => step === 'scan')).to.have.length(3);
  });

  it('leaves alone what is older than its window', async () => {
    books.shop.gateway.say(paymentId, { received: ton('11') });
    books.shop.clock.advance(5 * 24 * 60 * 60_000);
    expect(await books.found()).to.deep.equal([]);
    expect((await books.run(10)).open).to.have.length(1);
  });

  it('shows how many differences are open', async () => {
    books.shop.gateway.say(paymentId, { received: ton('11') });
    await books.run();
    expect(books.shop.metrics.gauged('polaris_discrepancies_open')).to.equal(1);
  });
});
