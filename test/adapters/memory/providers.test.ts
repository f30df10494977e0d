import { expect } from 'chai';
import { MemoryNotifier } from '#adapters/outbound/memory/providers/memory-notifier.js';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { MemoryPaymentGateways } from '#adapters/outbound/memory/providers/memory-payment-gateways.js';
import { MemoryStarProvider } from '#adapters/outbound/memory/providers/memory-star-provider.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { ProviderError, UnknownGateway } from '#use-cases/ports/providers/provider-error.js';
import { CostAboveLimit, RecipientRejected, RetryLater } from '#use-cases/ports/providers/star-provider.js';
import { aRecipient } from '../../builders/an-order.js';
import { minutesAfter } from '../../builders/now.js';
import { ton } from '../../builders/ton.js';
import { refusal } from '../../contracts/persistence/kit/refusal.js';
import { INVOICE_TEXT } from '../../contracts/payments/gateway-world.js';

describe('the gateway in process memory', () => {
  const request = { paymentId: 'p-1', amount: ton('10'), userId: 1, expiresAt: minutesAfter(60), ...INVOICE_TEXT };

  it('makes one invoice for a payment however often it is asked', async () => {
    const gateway = new MemoryPaymentGateway();
    const first = await gateway.create(request);
    const second = await gateway.create(request);
    expect([first.reused, second.reused, second.invoiceId === first.invoiceId]).to.deep.equal([false, true, true]);
    expect(first.snapshot.requested?.toString()).to.equal('10 TON');
  });

  it('says what the payer did, by either name of the payment', async () => {
    const gateway = new MemoryPaymentGateway();
    const { invoiceId } = await gateway.create(request);
    gateway.pay('p-1', ton('9'), { state: 'underpaid' });
    const byPayment = await gateway.fetch({ paymentId: 'p-1' });
    expect([byPayment?.state, byPayment?.received?.toString(), byPayment?.providerStatus]).to.deep.equal(['underpaid', '9 TON', 'underpaid']);
    expect(await gateway.fetch({ invoiceId })).to.deep.equal(byPayment);
    expect(await gateway.fetch({ paymentId: 'p-2' })).to.equal(undefined);
    expect(await gateway.fetch({})).to.equal(undefined);
  });

  it('makes the invoice although its answer is lost', async () => {
    const gateway = new MemoryPaymentGateway();
    gateway.failNext('create', new ProviderError('heleket', 'unknown_outcome', 'cut'), 'after');
    await refusal(gateway.create(request), ProviderError);
    expect((await gateway.create(request)).reused).to.equal(true);
  });

  it('makes none when the call does not reach it', async () => {
    const gateway = new MemoryPaymentGateway();
    gateway.failNext('create');
    await refusal(gateway.create(request), ProviderError);
    expect(gateway.invoices.size).to.equal(0);
  });

  it('believes its own webhook and no other', async () => {
    const gateway = new MemoryPaymentGateway();
    const { invoiceId } = await gateway.create(request);
    gateway.pay('p-1', ton('10'));
    const verdict = gateway.receive(gateway.webhook('p-1'));
    expect(verdict).to.deep.include({ verdict: 'authentic', eventKey: `${invoiceId}:paid` });
    expect(gateway.referenceOf(gateway.webhook('p-1').body)).to.deep.equal({ invoiceId, paymentId: 'p-1' });
    expect(gateway.receive(gateway.webhook('p-1', 'forged'))).to.deep.equal({ verdict: 'rejected', reason: 'bad-signature' });
    expect(gateway.receive({ ...gateway.webhook('p-1'), body: new Uint8Array([1, 2]) })).to.deep.equal({ verdict: 'rejected', reason: 'malformed' });
  });

  it('counts a refund once', async () => {
    const gateway = new MemoryPaymentGateway();
    await gateway.create(request);
    gateway.pay('p-1', ton('10'));
    const refund = { refundId: 'r-1', reference: { paymentId: 'p-1' }, amount: ton('10'), destination: 'wallet' };
    await gateway.refund(refund);
    await gateway.refund(refund);
    expect([gateway.refunds.length, (await gateway.fetch({ paymentId: 'p-1' }))?.state]).to.deep.equal([1, 'refunded']);
  });

  it('is found by its id', () => {
    const gateway = new MemoryPaymentGateway();
    expect(new MemoryPaymentGateways([gateway]).get('heleket')).to.equal(gateway);
    expect(() => new MemoryPaymentGateways([gateway]).get('wata')).to.throw(UnknownGateway);
  });
});

describe('the star provider in process memory', () => {
  const purchase = { orderId: 'o-1', stars: 100, recipient: aRecipient() };
  const open = (): MemoryStarProvider => {
    const stars = new MemoryStarProvider(new FixedClock());
    stars.know(aRecipient());
    return stars;
  };

  it('knows whom it was told of', async () => {
    const stars = open();
    expect(await stars.checkRecipient('durov')).to.deep.equal({ outcome: 'found', recipient: aRecipient() });
    expect(await stars.checkRecipient('nobody')).to.deep.equal({ outcome: 'rejected', reason: 'unknown' });
  });

  it('pays the same signed bytes once and delivers them once', async () => {
    const stars = open();
    const attempt = await stars.prepare(purchase, ton('2'), 'a-1');
    expect(stars.effects.payments).to.deep.equal([]);
    for (let times = 0; times < 3; times += 1) await stars.submit(attempt);
    expect(await stars.observe(attempt)).to.deep.include({ outcome: 'paid' });
    for (let times = 0; times < 3; times += 1) await stars.acknowledge(attempt);
    expect(await stars.confirmDelivery(attempt)).to.deep.include({ delivered: true });
    expect(stars.effects.payments.map((payment) => payment.cost.toString())).to.deep.equal(['1.5 TON']);
    expect(stars.effects.deliveries).to.deep.equal([{ orderId: 'o-1', stars: 100, username: 'durov' }]);
  });

  it('records a second payment for one order, should somebody sign it', async () => {
    const stars = open();
    for (const id of ['a-1', 'a-2']) await stars.submit(await stars.prepare(purchase, ton('2'), id));
    expect(stars.effects.payments).to.have.length(2);
  });

  it('loses bytes, lies and stays silent on request', async () => {
    const stars = open();
    const attempt = await stars.prepare(purchase, ton('2'), 'a-1');
    stars.onSubmit = 'is-lost';
    await stars.submit(attempt);
    expect(await stars.observe(attempt)).to.deep.equal({ outcome: 'pending', resubmit: true });
    stars.claim('a-1', { outcome: 'unknown', reason: 'two voices' });
    expect(await stars.observe(attempt)).to.deep.equal({ outcome: 'unknown', reason: 'two voices' });
    stars.failNext('observe');
    await refusal(stars.observe(attempt), RetryLater);
    stars.claim('a-1', undefined);
    expect(await stars.observe(attempt)).to.deep.include({ outcome: 'pending' });
  });

  it('signs nothing above the limit or for somebody else', async () => {
    const stars = open();
    await refusal(stars.prepare(purchase, ton('1.499999999'), 'a-1'), CostAboveLimit);
    stars.know(aRecipient({ token: 'another' }));
    expect((await refusal(stars.prepare(purchase, ton('2'), 'a-1'), RecipientRejected)).reason).to.equal('changed');
  });

  it('tells its troubles', async () => {
    const stars = open();
    stars.trouble = 'session-dead';
    expect(await stars.health()).to.deep.include({ ok: false, trouble: 'session-dead' });
  });
});

describe('the notifier in process memory', () => {
  it('remembers what it told whom, and what it could not tell', async () => {
    const notifier = new MemoryNotifier();
    notifier.next({ outcome: 'retry', afterMs: 5, reason: '429' });
    const notice = { kind: 'payment-expired', paymentId: 'p' } as const;
    expect((await notifier.deliver(1, notice)).outcome).to.equal('retry');
    expect((await notifier.deliver(1, notice)).outcome).to.equal('sent');
    expect([notifier.toldTo(1), notifier.toldTo(2)]).to.deep.equal([[notice], []]);
  });
});
