import { expect } from 'chai';
import { MemoryPaymentGateways } from '#adapters/outbound/memory/providers/memory-payment-gateways.js';
import { OperatorAlerts } from '#use-cases/operations/operator-alerts.js';
import { WatchWebhooks } from '#use-cases/reconciliation/watch-webhooks.js';
import { OPERATOR } from '../../builders/shop/a-shop.js';
import { ton } from '../../builders/ton.js';
import { Comparison } from './a-reconciliation.js';

const HOUR_MS = 60 * 60_000;

describe('a watch over webhooks', () => {
  let books: Comparison;
  beforeEach(() => {
    books = new Comparison();
  });

  const watch = (isReachable = true): WatchWebhooks => {
    const { unitOfWork, gateway, clock } = books.shop;
    return new WatchWebhooks(unitOfWork, books.queries, new MemoryPaymentGateways([gateway]), new OperatorAlerts([OPERATOR]), clock, isReachable);
  };

  it('tells the operators when payments are found only by asking, once a day (case 20)', async () => {
    await books.toppedUp();
    for (let hour = 0; hour < 5; hour += 1) {
      await watch().execute();
      books.shop.clock.advance(HOUR_MS);
    }
    expect(await books.alerts()).to.deep.equal(['webhooks-missing']);
    books.shop.clock.advance(24 * HOUR_MS);
    await books.toppedUp();
    await watch().execute();
    expect(await books.alerts()).to.have.length(2);
  });

  it('is content with a single webhook', async () => {
    const paymentId = await books.toppedUp();
    await books.shop.receiveWebhook.execute({ gateway: 'heleket', request: books.shop.gateway.webhook(paymentId) });
    await watch().execute();
    expect(await books.alerts()).to.deep.equal([]);
  });

  it('is content while nobody pays', async () => {
    await books.toppedUp();
    books.shop.clock.advance(7 * HOUR_MS);
    const unpaid = await books.invoiced();
    books.shop.gateway.say(unpaid, { received: ton('0') });
    await watch().execute();
    expect(await books.alerts()).to.deep.equal([]);
  });

  it('misses nothing where nobody could call', async () => {
    await books.toppedUp();
    await watch(false).execute();
    expect(await books.alerts()).to.deep.equal([]);
  });
});
