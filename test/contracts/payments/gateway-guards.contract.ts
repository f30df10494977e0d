import { expect } from 'chai';
import { Money } from '#domain/shared/money.js';
import { InvoiceMismatch } from '#use-cases/ports/providers/provider-error.js';
import { failureOf, invoiceRequests, type TreacherousWorld } from './gateway-world.js';

/** What a gateway that speaks to a real provider must catch by comparing. */
export function gatewayGuards(name: string, open: () => Promise<TreacherousWorld>): void {
  describe(`${name} on its guard`, () => {
    let world: TreacherousWorld;

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.close());

    const money = (text: string) => Money.parse(text, world.currency);
    const request = invoiceRequests(() => world);

    it('shows nobody an invoice over another amount (case 113)', async () => {
      world.falsifyNextAnswer();
      expect(await failureOf(world.gateway.create(request('10')))).to.be.instanceOf(InvoiceMismatch);
    });

    it('shows nobody an older invoice of the same name that asks for something else', async () => {
      const [amount, coin] = [request('10'), request('10')];
      await world.plant(amount.paymentId, money('9'));
      await world.plant(coin.paymentId, Money.parse('10', world.otherCurrency));
      expect(await failureOf(world.gateway.create(amount))).to.be.instanceOf(InvoiceMismatch);
      expect(await failureOf(world.gateway.create(coin))).to.be.instanceOf(InvoiceMismatch);
    });

    it('shows nobody an older invoice that can no longer be paid', async () => {
      const asked = request('10');
      await world.gateway.create(asked);
      world.pass(world.gateway.descriptor.lifetimeSeconds + 1);
      expect(await failureOf(world.gateway.create(asked))).to.be.instanceOf(InvoiceMismatch);
    });

    it('refuses a webhook that says more than the provider signed', async () => {
      const { invoiceId } = await world.gateway.create(request('10'));
      await world.pay(invoiceId, money('10'));
      const genuine = await world.webhookOf(invoiceId);
      const text = Buffer.from(genuine.body).toString('utf8');
      const forged = { ...genuine, body: Buffer.from(text.replaceAll('10', '99'), 'utf8') };
      expect(world.gateway.receive(forged)).to.deep.equal({ verdict: 'rejected', reason: 'bad-signature' });
      expect(world.gateway.receive({ ...genuine, body: genuine.body.subarray(0, -5) })).to.have.property('verdict', 'rejected');
    });
  });
}
