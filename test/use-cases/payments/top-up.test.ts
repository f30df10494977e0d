import { expect } from 'chai';
import { hold, release } from '#domain/wallet/ledger.js';
import type { InvoiceRequest, PaymentGateway } from '#use-cases/ports/providers/payment-gateway.js';
import { InvoiceMismatch, ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { aShop, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { refusalOf } from '../refusal.js';

const VERA = 1001;

describe('a top-up', () => {
  let shop: TestShop;

  beforeEach(async () => {
    shop = aShop();
    await shop.welcomeCustomer.execute({ profile: { userId: VERA, username: 'vera', firstName: 'Вера', languageCode: 'ru' } });
  });

  const startTopUp = (amount = '10') => shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount });
  const available = async (): Promise<string> =>
    shop.unitOfWork.run(async (tx) => (await tx.ledger.balance(VERA, 'TON')).available.toDecimal());
  const stateOf = (id: string) => shop.unitOfWork.run(async (tx) => (await tx.payments.get(id)).state);
  const webhook = async (paymentId: string, signature?: string) => {
    const receipt = await shop.receiveWebhook.execute({ gateway: 'heleket', request: shop.gateway.webhook(paymentId, signature) });
    await runJobs(shop);
    return receipt;
  };

  it('gives a link to pay and owes nothing before the money is there', async () => {
    const payment = await startTopUp();
    expect(payment.invoice?.url).to.be.a('string');
    expect(await available()).to.equal('0');
  });

  it('credits what was paid when the webhook comes, and tells the payer', async () => {
    const payment = await startTopUp();
    shop.gateway.pay(payment.id, ton('10'));
    await webhook(payment.id);
    expect(await available()).to.equal('10');
    expect(shop.notifier.toldTo(VERA).map((notice) => notice.kind)).to.deep.equal(['top-up-credited']);
  });

  it('credits once, however often and through whichever door the news comes (case 21)', async () => {
    const payment = await startTopUp();
    shop.gateway.pay(payment.id, ton('10'));
    for (let copy = 0; copy < 5; copy += 1) await webhook(payment.id);
    await shop.settlePayment.execute({ paymentId: payment.id });
    await shop.checkPayment.execute({ userId: VERA, paymentId: payment.id });
    expect(await available()).to.equal('10');
    expect(shop.notifier.toldTo(VERA)).to.have.length(1);
  });

  it('is found by polling when no webhook ever comes (case 20)', async () => {
    const payment = await startTopUp();
    shop.gateway.pay(payment.id, ton('10'));
    await letTimePass(shop, 3);
    expect(await available()).to.equal('10');
  });

  it('with less money than asked credits what came, once it is final', async () => {
    const payment = await startTopUp();
    shop.gateway.say(payment.id, { state: 'partially_paid', final: false, received: ton('4') });
    await webhook(payment.id);
    expect(await available()).to.equal('0');
    shop.gateway.say(payment.id, { state: 'underpaid', final: true, received: ton('4') });
    await webhook(payment.id);
    expect(await available()).to.equal('4');
  });

  it('with more money than asked credits all of it', async () => {
    const payment = await startTopUp();
    shop.gateway.pay(payment.id, ton('12.5'));
    await webhook(payment.id);
    expect(await available()).to.equal('12.5');
  });

  it('that is paid a second time credits the second payment too (case 26)', async () => {
    const payment = await startTopUp();
    shop.gateway.pay(payment.id, ton('10'));
    await webhook(payment.id);
    shop.gateway.pay(payment.id, ton('20'), { providerStatus: 'paid_over' });
    await webhook(payment.id);
    expect(await available()).to.equal('20');
  });

  it('that is paid after it expired is credited all the same (case 25)', async () => {
    const payment = await startTopUp();
    shop.gateway.say(payment.id, { state: 'expired', final: true });
    await webhook(payment.id);
    expect(await stateOf(payment.id)).to.equal('expired');
    shop.gateway.pay(payment.id, ton('10'), { providerStatus: 'paid_late' });
    await webhook(payment.id);
    expect(await available()).to.equal('10');
  });

  it('is not credited by a webhook with a wrong signature', async () => {
    const payment = await startTopUp();
    shop.gateway.pay(payment.id, ton('10'));
    expect(await webhook(payment.id, 'forged')).to.deep.equal({ accepted: false, reason: 'bad-signature' });
    expect(await available()).to.equal('0');
    expect(await stateOf(payment.id)).to.equal('invoiced');
  });

  it('is believed only as the provider itself tells it when asked (case 15)', async () => {
    const payment = await startTopUp();
    await webhook(payment.id);
    expect(await available()).to.equal('0');
  });

  it('in another currency or amount than asked goes to a person and credits nothing (cases 8, 27)', async () => {
    const payment = await startTopUp();
    shop.gateway.pay(payment.id, ton('10'), { requested: ton('1') });
    await webhook(payment.id);
    expect(await available()).to.equal('0');
    expect(await stateOf(payment.id)).to.equal('review');
    await shop.deliverNotices.execute();
    expect(shop.notifier.toldTo(OPERATOR).map((notice) => notice.kind)).to.include('operator-alert');
  });

  it('that the provider says is paid but not final is not money yet', async () => {
    const payment = await startTopUp();
    shop.gateway.pay(payment.id, ton('10'), { final: false });
    await webhook(payment.id);
    expect(await available()).to.equal('0');
  });

  it('that the provider gave back is taken off the balance', async () => {
    const payment = await startTopUp();
    shop.gateway.pay(payment.id, ton('10'));
    await webhook(payment.id);
    shop.gateway.say(payment.id, { state: 'refunded', final: true });
    await webhook(payment.id);
    expect(await available()).to.equal('0');
  });

  it('needs no second invoice when the answer to the first was lost', async () => {
    shop.gateway.failNext('create', new Error('no answer'), 'after');
    const refusal = await refusalOf(startTopUp());
    expect(refusal).to.be.instanceOf(Error);
    expect(shop.gateway.invoices.size).to.equal(1);
    const [paymentId] = [...shop.gateway.invoices.keys()];
    shop.gateway.pay(paymentId ?? '', ton('10'));
    await letTimePass(shop, 3);
    expect(shop.gateway.invoices.size).to.equal(1);
    expect(await available()).to.equal('10');
  });

  it('is put before a person when the gateway makes an invoice for something else, until the gateway speaks plainly', async () => {
    shop.gateway.failNext('create', new ProviderError('heleket', 'unknown_outcome', 'no answer'), 'after');
    await refusalOf(startTopUp());
    const [paymentId = ''] = [...shop.gateway.invoices.keys()];
    shop.gateway.failNext('create', new InvoiceMismatch('heleket', 'amount'));
    await letTimePass(shop, 2);
    expect(await stateOf(paymentId)).to.equal('review');
    await shop.deliverNotices.execute();
    expect(shop.notifier.toldTo(OPERATOR).map((notice) => notice.kind)).to.deep.equal(['operator-alert']);
    shop.gateway.pay(paymentId, ton('10'));
    await letTimePass(shop, 5);
    expect([await stateOf(paymentId), await available()]).to.deep.equal(['credited', '10']);
  });

  it('whose payer spent it before the gateway gave it back is a person\'s affair, and is settled once there is money again', async () => {
    const payment = await startTopUp();
    shop.gateway.pay(payment.id, ton('10'));
    await webhook(payment.id);
    await shop.unitOfWork.run((tx) => tx.ledger.post(hold('spent', VERA, ton('4'))));
    shop.gateway.say(payment.id, { state: 'refunded', final: true });
    await webhook(payment.id);
    expect([await stateOf(payment.id), await available()]).to.deep.equal(['review', '6']);
    const asked = shop.gateway.calls.length;
    await letTimePass(shop, 120);
    expect(shop.gateway.calls.length - asked, 'asked about less and less often').to.be.within(2, 8);
    await shop.deliverNotices.execute();
    expect(shop.notifier.toldTo(OPERATOR)).to.have.length(1);
    await shop.unitOfWork.run((tx) => tx.ledger.post(release('spent', VERA, ton('4'))));
    await letTimePass(shop, 60);
    expect([await stateOf(payment.id), await available()]).to.deep.equal(['refunded', '0']);
  });

  it('that was paid while its invoice was still being made stays paid', async () => {
    let answer = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const slow = new Proxy<PaymentGateway>(shop.gateway, {
      get: (target, name) => (name === 'create' ? async (request: InvoiceRequest) => Promise.all([target.create(request), late]).then(([made]) => made) : (Reflect.get(target, name, target) as unknown)),
    });
    const opened = aShop({ world: shop.world, unitOfWork: shop.unitOfWork, gateway: slow }).startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' });
    while (shop.gateway.invoices.size === 0) await Promise.resolve();
    const [paymentId = ''] = [...shop.gateway.invoices.keys()];
    shop.gateway.pay(paymentId, ton('10'));
    await shop.settlePayment.execute({ paymentId });
    answer();
    expect([(await opened).state, await stateOf(paymentId), await available()]).to.deep.equal(['credited', 'credited', '10']);
  });

  for (const amount of ['5,5', '-1', '9.99', '10.001', '10.000000001', '10000.000000001', '10.0000000001', '1e2', '', ' ', 'ten', '١٠', '10 000', 'NaN', '9007199254740993']) {
    it(`of «${amount}» is refused and opens nothing`, async () => {
      const refusal = await refusalOf(startTopUp(amount));
      expect(['money.invalid-amount', 'wallet.top-up-out-of-range']).to.include(refusal.code);
      expect(shop.gateway.invoices.size).to.equal(0);
    });
  }

  it('is asked about at most every half minute, however often its payer taps', async () => {
    const payment = await startTopUp();
    const tap = () => shop.checkPayment.execute({ userId: VERA, paymentId: payment.id });
    for (let n = 0; n < 5; n += 1) await tap();
    expect(shop.gateway.calls.filter((call) => call === 'fetch')).to.have.length(1);
    shop.gateway.pay(payment.id, ton('10'));
    shop.clock.advance(30_000);
    expect([(await tap()).state, await available()]).to.deep.equal(['credited', '10']);
    await tap();
    expect(shop.gateway.calls.filter((call) => call === 'fetch')).to.have.length(2);
  });

  it('of somebody else is nobody\'s business', async () => {
    const payment = await startTopUp();
    const refusal = await refusalOf(shop.checkPayment.execute({ userId: 2002, paymentId: payment.id }));
    expect(refusal.code).to.equal('payments.not-found');
  });
});
