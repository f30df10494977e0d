import { Address, beginCell } from '@ton/core';
import { expect } from 'chai';
import { checkLink, type Expected } from '#adapters/outbound/fragment/protocol/link-checks.js';
import { type StarsLink } from '#adapters/outbound/fragment/protocol/wire.js';
import { Money } from '#domain/shared/money.js';
import { CostAboveLimit, OperatorNeeded, type OperatorTrouble, RetryLater } from '#use-cases/ports/providers/star-provider.js';
import { aLink, aMessage, aPayload, CHAIN_TIME, DESTINATION, V4R2_ADDRESS, V5R1_ADDRESS } from './fixtures.js';

const expected = (overrides: Partial<Expected> = {}): Expected => ({
  wallet: Address.parse(V5R1_ADDRESS),
  amount: Money.parse('0.4561', 'TON'),
  maxCost: Money.parse('0.5', 'TON'),
  stars: 50,
  chainTime: CHAIN_TIME,
  ...overrides,
});

const withMessage = (overrides: Parameters<typeof aMessage>[0]): StarsLink => aLink({ messages: [aMessage(overrides)] });

describe('A payment link of Fragment', () => {
  it('becomes a payment when every part of it is what was asked for', () => {
    const order = checkLink(aLink(), expected());
    expect(order.destination.equals(DESTINATION)).to.equal(true);
    expect(order).to.include({ bounce: true, nano: 456_100_000n, validUntil: CHAIN_TIME + 300 });
    expect(order.payload.toBoc().toString('base64')).to.equal(aPayload('50 Telegram Stars \n\nRef#aBc123'));
  });

  it('says by its address whether unclaimed money comes back', () => {
    expect(checkLink(withMessage({ address: DESTINATION.toString({ bounceable: false }) }), expected()).bounce).to.equal(false);
    expect(checkLink(withMessage({ address: DESTINATION.toRawString() }), expected()).bounce).to.equal(true);
  });

  it('may write its payload without padding, for URLs, and over several cells', () => {
    const long = aPayload(`1,000 Telegram Stars \n\n${'x'.repeat(300)} Ref#long`);
    const bare = long.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
    expect(checkLink(withMessage({ payload: bare }), expected({ stars: 1000 })).payload.toBoc().toString('base64')).to.equal(long);
  });

  const refused: readonly (readonly [string, StarsLink, OperatorTrouble])[] = [
    ['has no message', aLink({ messages: [] }), 'protocol-changed'],
    ['has a second message', aLink({ messages: [aMessage(), aMessage()] }), 'protocol-changed'],
    ['asks for more than its request did', withMessage({ amount: '456100001' }), 'protocol-changed'],
    ['asks for less than its request did', withMessage({ amount: '456099999' }), 'protocol-changed'],
    ['asks for nothing', withMessage({ amount: '0' }), 'protocol-changed'],
    ['is for another wallet', aLink({ from: V4R2_ADDRESS }), 'signer-mismatch'],
    ['is for something that is no wallet', aLink({ from: 'me' }), 'signer-mismatch'],
    ['names no wallet', aLink({ from: undefined }), 'need-wallet'],
    ['is for another network', aLink({ network: '-3' }), 'protocol-changed'],
    ['pays to no address', withMessage({ address: 'EQnowhere' }), 'protocol-changed'],
    ['pays to a test address', withMessage({ address: DESTINATION.toString({ testOnly: true }) }), 'protocol-changed'],
    ['pays to ourselves', withMessage({ address: V5R1_ADDRESS }), 'protocol-changed'],
    ['pays to the masterchain', withMessage({ address: new Address(-1, Buffer.alloc(32, 7)).toString() }), 'protocol-changed'],
    ['deploys a contract', withMessage({ stateInit: 'te6cc' }), 'protocol-changed'],
    ['sends another currency', withMessage({ extra_currency: { 100: '1' } }), 'protocol-changed'],
    ['has no payload', withMessage({ payload: undefined }), 'protocol-changed'],
    ['has a payload that is no base64', withMessage({ payload: '50 Telegram Stars' }), 'protocol-changed'],
    ['has a payload that is no cell', withMessage({ payload: 'AAAA' }), 'protocol-changed'],
    ['has an operation for a payload', withMessage({ payload: aPayload('50 Telegram Stars', 0x0f8a7ea5) }), 'protocol-changed'],
    ['has a payload without text', withMessage({ payload: beginCell().endCell().toBoc().toString('base64') }), 'protocol-changed'],
    ['speaks of other goods', withMessage({ payload: aPayload('Telegram Premium for 3 months') }), 'protocol-changed'],
    ['speaks of fewer stars', withMessage({ payload: aPayload('5 Telegram Stars') }), 'protocol-changed'],
    ['speaks of more stars', withMessage({ payload: aPayload('500 Telegram Stars') }), 'protocol-changed'],
    ['hides the count behind another one', withMessage({ payload: aPayload('1 50 Telegram Stars') }), 'protocol-changed'],
  ];
  for (const [what, link, trouble] of refused) {
    it(`is not signed when it ${what}`, () => {
      expect(() => checkLink(link, expected())).to.throw(OperatorNeeded).with.property('trouble', trouble);
    });
  }

  it('is not signed when it costs more than the order allows', () => {
    expect(() => checkLink(aLink(), expected({ maxCost: Money.parse('0.456099999', 'TON') }))).to.throw(CostAboveLimit);
    expect(checkLink(aLink(), expected({ maxCost: Money.parse('0.4561', 'TON') })).nano).to.equal(456_100_000n);
  });

  it('is asked for again when too little time is left to pay it', () => {
    expect(() => checkLink(aLink({ validUntil: CHAIN_TIME + 14 }), expected())).to.throw(RetryLater);
    expect(checkLink(aLink({ validUntil: CHAIN_TIME + 15 }), expected()).validUntil).to.equal(CHAIN_TIME + 15);
  });
});
