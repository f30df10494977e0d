import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import { Money } from '#domain/shared/money.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { failureOf, type GatewayTraits, type GatewayWorld, invoiceRequests } from './gateway-world.js';

/** What any gateway must do, whoever is behind it. */
export function gatewayContract(name: string, open: () => Promise<GatewayWorld>, traits: GatewayTraits): void {
  describe(`${name} as a payment gateway`, () => {
    let world: GatewayWorld;

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.close());

    const money = (text: string) => Money.parse(text, world.currency);
    const request = invoiceRequests(() => world);
    const fetched = async (invoiceId: string): Promise<ProviderSnapshot> => {
      const snapshot = await world.gateway.fetch({ invoiceId });
      if (!snapshot) throw new Error('the invoice is gone');
      return snapshot;
    };

    it('asks for exactly the amount the shop names, and waits', async () => {
      const asked = request(world.oddAmount);
      const invoice = await world.gateway.create(asked);
      expect(new URL(invoice.url).protocol).to.match(/^https?:$/);
      expect(Math.abs(invoice.expiresAt.getTime() - asked.expiresAt.getTime())).to.be.lessThan(2_000);
      expect(invoice.snapshot).to.include({ invoiceId: invoice.invoiceId, paymentId: asked.paymentId, state: 'awaiting', final: false });
      expect(invoice.snapshot.requested?.equals(asked.amount)).to.equal(true);
    });

    it('knows an invoice by its own id and by the payment it is for', async () => {
      const asked = request('11');
      const { invoiceId } = await world.gateway.create(asked);
      expect((await world.gateway.fetch({ invoiceId }))?.paymentId).to.equal(asked.paymentId);
      expect((await world.gateway.fetch({ paymentId: asked.paymentId }))?.invoiceId).to.equal(invoiceId);
      expect(await world.gateway.fetch({ paymentId: randomUUID() })).to.equal(undefined);
    });

    it('does not call a lost answer a failure, and finds the invoice when asked again', async () => {
      const asked = request('15');
      world.loseNextAnswer();
      const error = await failureOf(world.gateway.create(asked));
      expect(error).to.be.instanceOf(ProviderError).and.include({ failure: 'unknown_outcome' });
      const again = await world.gateway.create(asked);
      expect(again.snapshot.paymentId).to.equal(asked.paymentId);
      expect(world.invoicesOf(asked.paymentId)).to.equal(1);
    });

    it('makes one invoice for one payment however often it is asked', async () => {
      const asked = request('15');
      const [first, second] = [await world.gateway.create(asked), await world.gateway.create(asked)];
      expect(second.invoiceId).to.equal(first.invoiceId);
      expect(world.invoicesOf(asked.paymentId)).to.equal(1);
    });

    it('reads a full payment as paid and final', async () => {
      const { invoiceId } = await world.gateway.create(request('10'));
      await world.pay(invoiceId, money('10'));
      const snapshot = await fetched(invoiceId);
      expect(snapshot).to.include({ state: 'paid', final: true });
      expect(snapshot.received?.toDecimal()).to.equal('10');
    });

    if (traits.underpay) {
      it('tells less money than asked from a payment, to the smallest coin (case 23)', async () => {
        const { invoiceId } = await world.gateway.create(request('10'));
        const short = money('10').minus(Money.of(1n, world.currency));
        await world.pay(invoiceId, short);
        const waiting = await fetched(invoiceId);
        expect(waiting).to.include({ state: 'partially_paid', final: false });
        expect(waiting.received?.equals(short)).to.equal(true);
      });

      it('takes the rest of a payment that was short', async () => {
        const { invoiceId } = await world.gateway.create(request('10'));
        await world.pay(invoiceId, money('4'));
        await world.pay(invoiceId, money('6'));
        const snapshot = await fetched(invoiceId);
        expect(snapshot).to.include({ state: 'paid', final: true });
        expect(snapshot.received?.toDecimal()).to.equal('10');
      });

      it('closes a short payment when its time is over, and says what came', async () => {
        const { invoiceId } = await world.gateway.create(request('10'));
        await world.pay(invoiceId, money('4'));
        world.pass(world.gateway.descriptor.lifetimeSeconds + 1);
        const closed = await fetched(invoiceId);
        expect(closed).to.include({ state: 'underpaid', final: true });
        expect(closed.received?.toDecimal()).to.equal('4');
      });
    }

    if (traits.overpay && !traits.exact) {
      it('reads more money than asked as paid, with all that came', async () => {
        const { invoiceId } = await world.gateway.create(request('10'));
        await world.pay(invoiceId, money('12.5'));
        const snapshot = await fetched(invoiceId);
        expect(snapshot).to.include({ state: 'paid', final: true });
        expect(snapshot.received?.toDecimal()).to.equal('12.5');
      });
    }

    if (traits.overpay) {
      it('counts a second payment on the same invoice', async () => {
        const { invoiceId } = await world.gateway.create(request('10'));
        await world.pay(invoiceId, money('10'));
        await world.pay(invoiceId, money('10'));
        expect((await fetched(invoiceId)).received?.toDecimal()).to.equal('20');
      });
    }

    if (traits.lateMoney) {
      it('sees money that came after the invoice had expired', async () => {
        const { invoiceId } = await world.gateway.create(request('10'));
        world.pass(world.gateway.descriptor.lifetimeSeconds + 1);
        expect((await fetched(invoiceId)).state).to.equal('expired');
        await world.pay(invoiceId, money('10'), true);
        const snapshot = await fetched(invoiceId);
        expect(snapshot).to.include({ state: 'paid', final: true });
        expect(snapshot.received?.toDecimal()).to.equal('10');
      });
    }

    if (traits.proof !== 'none') {
      it('recognises a genuine webhook, and every copy of it as the same event', async () => {
        const asked = request('10');
        const { invoiceId } = await world.gateway.create(asked);
        await world.pay(invoiceId, money('10'));
        const [first, copy] = [await world.webhookOf(invoiceId), await world.webhookOf(invoiceId)];
        const verdict = world.gateway.receive(first);
        expect(verdict).to.include({ verdict: 'authentic' });
        expect(verdict).to.have.property('reference').that.includes({ invoiceId, paymentId: asked.paymentId });
        expect(world.gateway.receive(copy)).to.deep.equal(verdict);
        expect(world.gateway.referenceOf(first.body)).to.deep.equal({ invoiceId, paymentId: asked.paymentId });
      });
    }

    if (traits.proof !== 'none' && traits.overpay) {
      it('tells events of one invoice apart', async () => {
        const { invoiceId } = await world.gateway.create(request('10'));
        await world.pay(invoiceId, money('10'));
        const paid = world.gateway.receive(await world.webhookOf(invoiceId));
        await world.pay(invoiceId, money('11'));
        const over = world.gateway.receive(await world.webhookOf(invoiceId));
        expect(paid).to.have.property('eventKey').that.is.not.equal('eventKey' in over ? over.eventKey : undefined);
      });
    }

    it('says of itself what can happen there', () => {
      const { underpay, overpay } = world.gateway.descriptor.capabilities;
      expect({ underpay, overpay }).to.deep.equal({ underpay: traits.underpay, overpay: traits.overpay });
    });

    it('lets an unpaid invoice expire', async () => {
      const { invoiceId } = await world.gateway.create(request('10'));
      world.pass(world.gateway.descriptor.lifetimeSeconds + 1);
      const snapshot = await fetched(invoiceId);
      expect(snapshot).to.include({ state: 'expired', final: true });
      expect(snapshot.received?.isPositive() ?? false).to.equal(false);
    });

    it('lists every invoice it made since a moment, paid or not, page by page', async () => {
      const before = await world.gateway.create(request('11'));
      world.pass(24 * 3600);
      const since = world.now();
      const made: string[] = [];
      for (let number = 0; number < 33; number += 1) made.push((await world.gateway.create(request('10'))).invoiceId);
      await world.pay(made[0] ?? '', money('10'));
      const listed = [];
      let cursor: string | undefined;
      do {
        const page = await world.gateway.scan(since, cursor);
        listed.push(...page.invoices);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(listed.map(({ snapshot }) => snapshot.invoiceId)).to.have.members(made);
      expect(made).not.to.include(before.invoiceId);
      expect(listed.find(({ snapshot }) => snapshot.invoiceId === made[0])?.snapshot).to.include({ state: 'paid', final: true });
      for (const { createdAt, changedAt } of listed) {
        expect(Math.abs(createdAt.getTime() - since.getTime())).to.be.lessThan(2_000);
        expect(changedAt.getTime()).to.be.at.least(createdAt.getTime());
      }
    });

    it('lists nothing where nothing was made', async () => {
      expect(await world.gateway.scan(world.now())).to.deep.equal({ invoices: [], nextCursor: undefined });
    });

    it('says that it works, and how little and how much it takes', async () => {
      expect(await world.gateway.ping()).to.include({ ok: true });
      const { minimum, maximum } = await world.gateway.limits(world.currency);
      if (minimum && maximum) expect(minimum.compare(maximum)).to.equal(-1);
    });
  });
}
