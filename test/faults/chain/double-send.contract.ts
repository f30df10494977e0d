import { expect } from 'chai';
import { seeded } from '../chaos/seeded.js';
import { faultReport } from '../report/fault-report.js';
import { type Rates } from './restless-line.js';
import { WalletShop } from './wallet-shop.js';

const RATES: Rates = { crash: 0.05, unheard: 0.05 };
const INTENTS = 12;
const FEWEST_STARS = 50;
/** Rounds of work under bad weather, and at most so many until all is done. */
const STORMY = 60;
const MOST_ROUNDS = 600;
const PAUSES = [1_000, 5_000, 30_000, 95_000] as const;

/** Two processes that die at one step in twenty, before a chain that loses, delays and forgets; each round ends when every order has. */
export function doubleSendContract(rounds: number): void {
  describe('paying from the wallet while everything breaks', function () {
    this.timeout(rounds * 120_000);
    let shop: WalletShop;
    let draw: () => number;
    before(async () => {
      draw = seeded(faultReport.seed('double send'));
      shop = await WalletShop.open(draw, RATES);
    });

    /** Messages vanish, answers do, nodes are behind, the market fails; or the sun shines. */
    function weather(): void {
      const { faults, ton } = shop.outside;
      const fate = Math.floor(draw() * 10);
      if (fate === 0) faults.arm({ target: 'ton', mode: 'lying', times: 1 });
      if (fate === 1) faults.arm({ target: 'ton', mode: 'silent', times: 2 });
      if (fate === 2) faults.arm({ target: 'fragment', mode: 'failing', times: 2 });
      if (fate === 3) faults.arm({ target: 'fragment', mode: 'silent', times: 1 });
      ton.lag(fate === 4 ? 60 : 0);
    }

    async function deliverAll(): Promise<void> {
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        if (round < STORMY) weather();
        if (round === STORMY) {
          shop.outside.faults.clear();
          shop.outside.ton.lag(0);
          shop.calmDown();
        }
        await shop.work();
        if (await shop.isDone()) return;
        shop.clock.advance(PAUSES[Math.floor(draw() * PAUSES.length)] ?? 1_000);
      }
      throw new Error('I7: not every order came to its end');
    }

    it('moves money once for each order that is delivered, never for another, and the books know every coin', async () => {
      for (let round = 0; round < rounds; round += 1) {
        await shop.openAnew();
        const orders = await shop.sell(INTENTS, FEWEST_STARS);
        await deliverAll();
        const ended = await shop.ends(orders);
        const delivered = orders.flatMap((id, place) => (ended.get(id) === 'delivered' ? [FEWEST_STARS + place] : []));
        const { payments, deliveries, spent } = await shop.outside.effects();
        const paid = payments.map((comment) => Number(/^\d+/.exec(comment)?.[0])).sort((left, right) => left - right);
        expect(paid, `I15, round ${round}`).to.deep.equal(delivered);
        expect(deliveries, `I6, round ${round}`).to.equal(delivered.length);
        const { accounts } = await shop.floor.audit.overview(0);
        expect(accounts.find(({ kind }) => kind === 'wallet:ton')?.balance ?? '0', `I15 sum, round ${round}`).to.equal(spent?.toDecimal());
        const checks = await shop.floor.audit.verify();
        expect(checks.filter(({ violations }) => violations.length > 0), `round ${round}`).to.deep.equal([]);
        faultReport.visited('order paid from the wallet', paid.length);
        faultReport.checked(checks.length + 3);
      }
      faultReport.visited('death of a wallet process', shop.crashes);
      expect(shop.crashes).to.be.greaterThan(rounds);
    });
  });
}
