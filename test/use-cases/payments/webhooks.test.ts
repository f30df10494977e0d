import { expect } from 'chai';
import { Payment } from '#domain/payments/payment.js';
import type { WebhookRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { aShop, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { failureOf } from '../../contracts/payments/gateway-world.js';
import { VERA, wallet, withBalance } from '../checkout/a-buyer.js';
import { nextId } from '../../builders/next-id.js';

describe('a gateway\'s webhook', () => {
  let shop: TestShop;

  beforeEach(async () => {
    shop = aShop();
    await withBalance(shop, '1');
  });

  const receive = (paymentId: string, signature?: string) => shop.receiveWebhook.execute({ gateway: 'heleket', request: shop.gateway.webhook(paymentId, signature) });
  const rows = () => shop.memory.committed.inbox.all();
  const fetches = (): number => shop.gateway.calls.filter((call) => call === 'fetch').length;
  const alerts = async (): Promise<string[]> => {
    await shop.deliverNotices.execute();
    return shop.notifier.toldTo(OPERATOR).map((notice) => (notice.kind === 'operator-alert' ? notice.alert : notice.kind));
  };
  const paidTopUp = async (): Promise<string> => {
    const { id } = await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' });
    shop.gateway.pay(id, ton('10'));
    return id;
  };

  it('is stored and acted on once: its repetition and a job too many ask nobody', async () => {
    const id = await paidTopUp();
    expect([await receive(id), await receive(id)]).to.deep.equal([
      { accepted: true, repeated: false },
      { accepted: true, repeated: true },
    ]);
    expect(shop.memory.takeJobs().filter((job) => job.name === 'apply-webhook')).to.have.length(1);
    const [row] = rows();
    const apply = () => shop.applyWebhook.execute({ source: 'heleket', eventKey: row?.eventKey ?? '' });
    await apply();
    const asked = fetches();
    await apply();
    expect([asked, fetches(), rows()[0]?.state]).to.deep.equal([1, 1, 'processed']);
    expect((await wallet(shop)).available).to.equal('11');
  });

  it('said again after an hour, a day and four days credits nothing more (cases 2, 13)', async () => {
    const id = await paidTopUp();
    const answers = [await receive(id)];
    for (const minutes of [60, 24 * 60, 4 * 24 * 60]) {
      await letTimePass(shop, minutes);
      answers.push(await receive(id));
      await runJobs(shop);
    }
    expect(answers.every(({ accepted }) => accepted)).to.equal(true);
    expect((await wallet(shop)).available).to.equal('11');
  });

  it('is judged after its gateway has got what it judges by, and not taken while that cannot be had', async () => {
    const id = await paidTopUp();
    const steps: string[] = [];
    const judge = shop.gateway.receive.bind(shop.gateway);
    let away = true;
    Object.assign(shop.gateway, {
      prepare: async () => {
        steps.push('prepare');
        if (away) throw new ProviderError('heleket', 'unavailable', 'no key');
      },
      receive: (request: WebhookRequest) => {
        steps.push('receive');
        return judge(request);
      },
    });
    expect(await failureOf(receive(id))).to.include({ failure: 'unavailable' });
    expect([steps, rows()]).to.deep.equal([['prepare'], []]);
    away = false;
    expect(await receive(id)).to.deep.equal({ accepted: true, repeated: false });
    expect(steps).to.deep.equal(['prepare', 'prepare', 'receive']);
  });

  it('that is forged leaves no trace', async () => {
    expect(await receive(await paidTopUp(), 'forged')).to.deep.equal({ accepted: false, reason: 'bad-signature' });
    expect([rows(), shop.memory.takeJobs()]).to.deep.equal([[], []]);
  });

  it('about a payment that is not ours is for a person to look at, once (case 9)', async () => {
    await receive('no-uuid-at-all');
    await receive('no-uuid-at-all');
    await runJobs(shop);
    await letTimePass(shop, 60);
    expect(rows().map(({ state, failure }) => [state, failure])).to.deep.equal([['dead', 'unmatched']]);
    expect(await alerts()).to.deep.equal(['unmatched-webhook']);
  });

  it('of one gateway says nothing about the payment of another', async () => {
    const foreign = Payment.open({ id: nextId(), userId: VERA, gateway: 'wata', amount: ton('10'), now: shop.clock.now() });
    await shop.unitOfWork.run((tx) => tx.payments.add(foreign));
    await receive(foreign.id);
    await runJobs(shop);
    expect([rows()[0]?.state, fetches()]).to.deep.equal(['dead', 0]);
    expect(await shop.unitOfWork.run((tx) => tx.payments.get(foreign.id))).to.deep.equal(foreign);
  });

  it('that comes before our own word on the invoice finds the payment by our reference (case 10)', async () => {
    shop.gateway.failNext('create', new Error('no answer'), 'after');
    await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' }).catch(() => undefined);
    const [id = ''] = [...shop.gateway.invoices.keys()];
    shop.gateway.pay(id, ton('10'));
    await receive(id);
    await runJobs(shop);
    expect((await wallet(shop)).available).to.equal('11');
  });

  it('that cannot be acted on is tried again less and less often, and in the end given to a person', async () => {
    const id = await paidTopUp();
    for (let n = 0; n < 500; n += 1) shop.gateway.failNext('fetch');
    await receive(id);
    const minutesPass = async (minutes: number): Promise<void> => {
      for (let passed = 0; passed < minutes; passed += 1) await letTimePass(shop, 1).catch(() => undefined);
    };
    await minutesPass(10);
    const early = rows()[0]?.attempts ?? 0;
    expect([rows()[0]?.state, early > 4 && early < 12]).to.deep.equal(['received', true]);
    await minutesPass(6 * 60);
    expect([rows()[0]?.state, rows()[0]?.attempts, rows()[0]?.failure]).to.deep.equal(['dead', 20, 'ProviderError']);
    expect(await alerts()).to.deep.equal(['webhook-given-up']);
  });
});
