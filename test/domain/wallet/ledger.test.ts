import { expect } from 'chai';
import { capture, chainFee, hold, release, reverseTopUp, starCost, topUp } from '#domain/wallet/ledger.js';
import { ton } from '../../builders/ton.js';

describe('a transfer', () => {
  it('is named after its cause, so that the same cause is the same transfer', () => {
    const refs = [hold('o', 1, ton('1')), capture('o', 1, ton('1')), release('o', 1, ton('1')), starCost('a', ton('1')), chainFee('a', ton('1'))].map((transfer) => transfer.ref);
    expect(refs).to.deep.equal(['hold:o', 'capture:o', 'release:o', 'star-cost:a', 'chain-fee:a']);
  });

  it('of a charge names the first credit by the charge and each later one by the total', () => {
    const credit = (amount: string, total: string) => topUp({ gateway: 'heleket', chargeId: 'c', userId: 1, amount: ton(amount), total: ton(total) }).ref;
    expect([credit('10', '10'), credit('5', '15'), credit('5', '20')]).to.deep.equal(['topup:heleket:c', 'topup:heleket:c:15000000000', 'topup:heleket:c:20000000000']);
  });

  it('of another gateway or charge is another one', () => {
    const ref = (gateway: string, chargeId: string) => topUp({ gateway, chargeId, userId: 1, amount: ton('1'), total: ton('1') }).ref;
    expect(new Set([ref('heleket', 'c'), ref('wata', 'c'), ref('heleket', 'd')]).size).to.equal(3);
  });

  it('goes from the gateway to the person, and back the same way', () => {
    const input = { gateway: 'heleket', chargeId: 'c', userId: 7, amount: ton('1'), total: ton('1') };
    const [credit, reversal] = [topUp(input), reverseTopUp(input)];
    expect([credit.from, credit.to]).to.deep.equal([{ kind: 'gateway:heleket' }, { kind: 'user:available', userId: 7 }]);
    expect([reversal.from, reversal.to, reversal.ref]).to.deep.equal([credit.to, credit.from, 'reversal:heleket:c']);
  });

  it('holds, then either earns or gives back what is held', () => {
    const [held, earned, back] = [hold('o', 7, ton('1')), capture('o', 7, ton('1')), release('o', 7, ton('1'))];
    expect(earned.from).to.deep.equal(held.to);
    expect(back.from).to.deep.equal(held.to);
    expect(back.to).to.deep.equal(held.from);
    expect(earned.to).to.deep.equal({ kind: 'revenue:stars' });
  });

  it('pays what a delivery costs out of the wallet', () => {
    expect([starCost('a', ton('1')).from, starCost('a', ton('1')).to]).to.deep.equal([{ kind: 'expense:stars' }, { kind: 'wallet:ton' }]);
    expect([chainFee('a', ton('1')).from, chainFee('a', ton('1')).to]).to.deep.equal([{ kind: 'expense:chain-fees' }, { kind: 'wallet:ton' }]);
  });
});
