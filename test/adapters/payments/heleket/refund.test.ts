import { expect } from 'chai';
import type { CallSeam, OutboundCall } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { HeleketGateway } from '#adapters/outbound/payments/heleket/gateway.js';
import { failureOf, invoiceRequests } from '../../../contracts/payments/gateway-world.js';
import { CREDENTIALS, type HeleketWorld, openHeleketWorld } from '../../../contracts/payments/heleket/heleket-world.js';
import { NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';

/** A gateway before a provider that answers each call as the script says: an invoice in a state, or a refusal. */
function gatewayThatSays(...script: readonly string[]): { gateway: HeleketGateway; steps: string[] } {
  const answers = [...script];
  const steps: string[] = [];
  const seam: CallSeam = {
    around: <Result>({ step }: OutboundCall) => {
      steps.push(step);
      const said = answers.shift() ?? 'paid';
      const body = said === 'refused' ? { state: 1, message: 'Payment cannot be refunded' } : { state: 0, result: { uuid: REQUEST.reference.invoiceId, amount: '10', currency: 'TON', status: said } };
      return Promise.resolve({ status: STATUS_OF.get(said) ?? 200, text: JSON.stringify(body), headers: new Headers() } as Result);
    },
  };
  const config = { ...CREDENTIALS, baseUrl: 'https://api.example', lifetimeSeconds: 3600, webhookIps: undefined, simplifiedSecret: undefined };
  const deps = { http: new HttpClient(seam), clock: { now: () => NOW }, webhookUrl: () => undefined, returnUrl: undefined };
  return { gateway: new HeleketGateway(config, deps), steps };
}

/** What is no invoice but an answer of its own. */
const STATUS_OF: ReadonlyMap<string, number> = new Map([
  ['refused', 422],
  ['stumbled', 502],
]);

const REQUEST = { refundId: 'r-1', reference: { invoiceId: '62f88b36-a9d5-4fa6-aa26-e040c3dbf26d' }, amount: ton('10'), destination: 'UQ' };
/** The same wallet in the form that lets a payment bounce. */
const BOUNCEABLE = 'EQBvW8Z5huBkMJYdnfAEM5JqTNkuWX3diqYENkWsIL0XggGG';
/** Another one, spelled as plain base64. */
const WITH_PLUS = 'EQD7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+0EU';
const WALLET = 'UQBvW8Z5huBkMJYdnfAEM5JqTNkuWX3diqYENkWsIL0XglxD';

describe('Heleket refund', () => {
  let world: HeleketWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openHeleketWorld();
  });
  afterEach(() => world.close());

  async function paidInvoice(): Promise<string> {
    const { invoiceId } = await world.gateway.create(request('10'));
    await world.pay(invoiceId, ton('10'));
    return invoiceId;
  }

  const refund = (invoiceId: string) => world.gateway.refund({ refundId: 'r-1', reference: { invoiceId }, amount: ton('10'), destination: WALLET });

  it('is under way at first, and done when the provider says so', async () => {
    const invoiceId = await paidInvoice();
    expect(await refund(invoiceId)).to.deep.equal({ state: 'pending' });
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refund_pending' });
    world.pass(10);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refunded' });
    expect(await refund(invoiceId)).to.deep.equal({ state: 'done' });
  });

  it('that has begun is not sent again', async () => {
    const invoiceId = await paidInvoice();
    await world.call('/v1/payment/refund', { uuid: invoiceId, address: WALLET, is_subtract: true }, CREDENTIALS.payoutKey);
    expect(await refund(invoiceId)).to.deep.equal({ state: 'pending' });
    await world.simulator.stop();
    const begun = world.webhooks.filter(({ body }) => Buffer.from(body).includes('refund_process'));
    expect(begun).to.have.lengthOf(1);
  });

  it('that has begun or is done is not even asked for', async () => {
    for (const [said, state] of [['refund_process', 'pending'], ['refund_paid', 'done']] as const) {
      const { gateway, steps } = gatewayThatSays(said);
      expect(await gateway.refund(REQUEST)).to.deep.equal({ state });
      expect(steps).to.deep.equal(['fetch']);
    }
  });

  it('that was not answered is sent once: it has no key that would make two of them one', async () => {
    const { gateway, steps } = gatewayThatSays('paid', 'stumbled', 'paid');
    expect(await failureOf(gateway.refund(REQUEST))).to.include({ failure: 'unknown_outcome' });
    expect(steps).to.deep.equal(['fetch', 'refund']);
  });

  it('that was made meanwhile counts as what it is, although the provider refuses another', async () => {
    const { gateway, steps } = gatewayThatSays('paid', 'refused', 'refund_paid');
    expect(await gateway.refund(REQUEST)).to.deep.equal({ state: 'done' });
    expect(steps).to.deep.equal(['fetch', 'refund', 'fetch']);
    expect(await gatewayThatSays('paid', 'refused', 'refund_process').gateway.refund(REQUEST)).to.deep.equal({ state: 'pending' });
    expect(await failureOf(gatewayThatSays('paid', 'refused', 'paid').gateway.refund(REQUEST))).to.include({ failure: 'rejected' });
  });

  it('goes to a wallet and nowhere else', () => {
    const { gateway } = world;
    for (const wallet of [WALLET, BOUNCEABLE, WITH_PLUS]) expect(gateway.isDestination(wallet, 'TON'), wallet).to.equal(true);
    const mistyped = WALLET.replace('huBk', 'huBK');
    const testnet = '0QBvW8Z5huBkMJYdnfAEM5JqTNkuWX3diqYENkWsIL0XgufJ';
    for (const text of ['', 'vera', mistyped, testnet, `${WALLET}1`, `0:${'a'.repeat(64)}`]) expect(gateway.isDestination(text, 'TON'), text).to.equal(false);
    expect(gateway.isDestination(WALLET, 'USDT')).to.equal(false);
  });

  it('is refused for an invoice nobody paid, and for one nobody knows', async () => {
    const { invoiceId } = await world.gateway.create(request('10'));
    expect(await failureOf(refund(invoiceId))).to.include({ failure: 'rejected' });
    expect(await failureOf(refund('62f88b36-a9d5-4fa6-aa26-e040c3dbf26d'))).to.include({ failure: 'not_found' });
  });

  it('is not offered without the payout key, and not possible with the payment key', async () => {
    const invoiceId = await paidInvoice();
    const [without, wrong] = [await openHeleketWorld({ payoutKey: undefined }), await openHeleketWorld({ payoutKey: 'payment-key-of-the-stand-in' })];
    try {
      expect(world.gateway.descriptor.capabilities.refund).to.equal(true);
      expect(without.gateway.descriptor.capabilities.refund).to.equal(false);
      expect(await failureOf(without.gateway.refund({ refundId: 'r', reference: { invoiceId }, amount: ton('10'), destination: WALLET }))).to.include({ failure: 'not_supported' });
      const { invoiceId: other } = await wrong.gateway.create(request('10'));
      await wrong.pay(other, ton('10'));
      expect(await failureOf(wrong.gateway.refund({ refundId: 'r', reference: { invoiceId: other }, amount: ton('10'), destination: WALLET }))).to.include({ failure: 'unauthorized' });
    } finally {
      await Promise.all([without.close(), wrong.close()]);
    }
  });
});
