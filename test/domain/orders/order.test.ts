import { expect } from 'chai';
import { OrderNotOpen } from '#domain/orders/order.js';
import { RecipientMissing, StarOrder } from '#domain/orders/star-order.js';
import { ORDER_STATES, type OrderState } from '#domain/orders/order-states.js';
import { ImpossibleMove } from '#domain/shared/transitions.js';
import { anOrder, aRecipient } from '../../builders/an-order.js';
import { NOW } from '../../builders/now.js';
import { ton } from '../../builders/ton.js';

describe('an order', () => {
  it('begins as a draft for nobody', () => {
    const order = StarOrder.draft({ id: 'o', userId: 1, stars: 100, bonus: 10, price: ton('2'), maxCost: ton('1.9'), method: 'balance', createdAt: NOW });
    expect([order.state, order.recipient, order.reason, order.delivered]).to.deep.equal(['draft', undefined, undefined, 110]);
    expect(() => order.requireRecipient()).to.throw(RecipientMissing);
    expect(order.for(aRecipient()).requireRecipient()).to.deep.equal(aRecipient());
  });

  it('binds price, limit, method and recipient when it leaves the draft', () => {
    for (const state of Object.keys(ORDER_STATES.table) as OrderState[]) {
      if (state === 'draft') continue;
      const order = anOrder({ state });
      expect(() => order.payable('balance', ton('0.1')), state).to.throw(OrderNotOpen);
      const anew = { id: 'o2', bonus: 0, price: ton('0.1'), maxCost: ton('0.1'), method: 'balance', createdAt: NOW };
      expect(() => order.offeredAnew(anew), state).to.throw(OrderNotOpen);
      expect(() => order.for(aRecipient({ username: 'thief' })), state).to.throw(OrderNotOpen);
    }
  });

  it('may be paid another way, but never at another price', () => {
    const payable = anOrder({ method: 'heleket' }).payable('balance', ton('1.5'));
    expect([payable.method, payable.maxCost.toString(), payable.price.toString(), payable.state]).to.deep.equal(['balance', '1.5 TON', '2 TON', 'draft']);
  });

  it('at another price is another draft for the same recipient', () => {
    const order = anOrder();
    const anew = order.offeredAnew({ id: 'o2', bonus: 5, price: ton('3'), maxCost: ton('2.5'), method: 'heleket', createdAt: NOW });
    expect([anew.id, anew.state, anew.stars, anew.bonus, anew.price.toString(), anew.method]).to.deep.equal(['o2', 'draft', order.stars, 5, '3 TON', 'heleket']);
    expect([anew.userId, anew.recipient, order.price.toString()]).to.deep.equal([order.userId, order.recipient, '2 TON']);
  });

  it('carries the reason of its last move only', () => {
    const unclear = anOrder({ state: 'fulfilling' }).moved('unknown', 'two voices');
    expect([unclear.reason, unclear.moved('fulfilling').reason]).to.deep.equal(['two voices', undefined]);
  });

  it('never skips being paid', () => {
    expect(() => anOrder().moved('fulfilling')).to.throw(ImpossibleMove);
    expect(() => anOrder({ state: 'awaiting_payment' }).moved('delivered')).to.throw(ImpossibleMove);
  });
});
