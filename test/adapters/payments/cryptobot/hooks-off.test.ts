import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { type CryptobotWorld, openCryptobotWorld } from '../../../contracts/payments/cryptobot/cryptobot-world.js';
import { invoiceRequests } from '../../../contracts/payments/gateway-world.js';
import { ton } from '../../../builders/ton.js';

describe('Crypto Pay, whose webhooks the provider switches off after 17 failures', () => {
  let world: CryptobotWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openCryptobotWorld({ currency: 'TON' });
  });
  afterEach(() => world.close());

  it('still has its payments found by asking', async () => {
    const heard = new EventEmitter();
    world.answerWith = () => {
      if (world.webhooks.length === 17) heard.emit('all');
      return 503;
    };
    const [missed, unheard] = [await world.gateway.create(request('10')), await world.gateway.create(request('10'))];
    const all = once(heard, 'all');
    await world.pay(missed.invoiceId, ton('10'));
    await all;
    await world.simulator.stop();
    expect(world.simulator.hook().on).to.equal(false);
    world.answerWith = undefined;
    await world.pay(unheard.invoiceId, ton('10'));
    expect(world.webhooks).to.have.lengthOf(17);
    for (const { invoiceId } of [missed, unheard]) {
      const snapshot = await world.gateway.fetch({ invoiceId });
      expect(snapshot).to.include({ state: 'paid', final: true });
      expect(snapshot?.received?.equals(ton('10'))).to.equal(true);
    }
  });
});
