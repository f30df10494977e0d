import { expect } from 'chai';
import { openWallet } from '#adapters/outbound/fragment/ton/wallet.js';
import type { CallSeam, OutboundCall } from '#adapters/outbound/kit/call-seam.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { PostgresSessionVault } from '#adapters/outbound/postgres/vaults/session-vault.js';
import { DomainError } from '#domain/shared/domain-error.js';
import type { PaymentGateway } from '#use-cases/ports/providers/payment-gateway.js';
import type { StarProvider } from '#use-cases/ports/providers/star-provider.js';
import { VERA } from '../../use-cases/checkout/a-buyer.js';
import { ton } from '../../builders/ton.js';
import { seeded } from '../chaos/seeded.js';
import { SandboxOutside } from '../flows/sandbox-outside.js';
import { faultReport } from '../report/fault-report.js';
import { realAdapters } from '../stages/real-adapters.js';
import { SERVER_URL } from '../stages/server-url.js';
import { ShopFloor } from '../stages/shop-floor.js';
import { mutated } from './mutation.js';
import { Strays } from './strays.js';
import { INVOICE_TEXT } from '../../contracts/payments/gateway-world.js';

const PAYMENT = '018f0000-0000-7000-8000-00000000000a';
const LIVES = 40;

/** The line to the providers, whose answers arrive changed while it is bad. */
class BadLine implements CallSeam {
  isBad = false;
  constructor(private readonly draw: () => number) {}

  async around<Result>({ system }: OutboundCall, work: () => Promise<Result>): Promise<Result> {
    const result = await work();
    if (!this.isBad || system === 'database' || this.draw() < 0.3) return result;
    return { ...result, ...(isText(result) && { text: mutated(result.text, this.draw) }) };
  }
}

function isText(answer: unknown): answer is { readonly text: string } {
  return typeof answer === 'object' && answer !== null && 'text' in answer && typeof answer.text === 'string';
}

/** What Heleket, Fragment and the chain answer, changed at random: an adapter either understands it or fails as its port says. */
export function answerFuzzContract(count: number): void {
  describe('answers of the providers changed at random', function () {
    this.timeout(60_000 + count * 50);
    const strays = new Strays();
    const clock = new FixedClock();
    const heard = { understood: 0, refused: 0 };
    let floor: ShopFloor;
    let outside: SandboxOutside;
    let draw: () => number;
    before(async () => {
      draw = seeded(faultReport.seed('answer fuzz'));
      floor = await ShopFloor.open(SERVER_URL);
      outside = await SandboxOutside.open(clock);
      strays.watch();
    });
    after(() => outside.close());

    async function hears(step: string, ask: () => Promise<unknown>): Promise<void> {
      try {
        await ask();
        heard.understood += 1;
      } catch (error) {
        expect(error, `${step}: ${String((error as Error).stack)}`).to.be.instanceOf(DomainError);
        heard.refused += 1;
      }
      faultReport.visited('call with changed answers');
    }

    async function questions(line: BadLine): Promise<readonly (readonly [string, () => Promise<unknown>])[]> {
      const { seedPhrase, walletVersion, walletAddress } = outside.ton;
      const wallet = await openWallet({ seedPhrase, version: walletVersion, expectedAddress: walletAddress });
      const vault = new PostgresSessionVault(floor.database, seedPhrase);
      const adapters = realAdapters({ seam: line, outside, keys: { wallet, vault }, clock, database: floor.database, unitOfWork: floor.books });
      const gateway: PaymentGateway | undefined = adapters.gateway;
      const stars: StarProvider | undefined = adapters.stars;
      if (!gateway || !stars) throw new Error('nobody to ask');
      const invoice = { paymentId: PAYMENT, amount: ton('10'), expiresAt: new Date(clock.now().getTime() + 3_600_000), userId: VERA, ...INVOICE_TEXT };
      const { invoiceId } = await gateway.create(invoice);
      const found = await stars.checkRecipient(outside.friend);
      if (found.outcome !== 'found') throw new Error('the friend is gone');
      const purchase = { orderId: PAYMENT, stars: 50, recipient: found.recipient };
      const attempt = await stars.prepare(purchase, ton('2'), PAYMENT);
      await stars.submit(attempt);
      clock.advance(20_000);
      return [
        ['create', () => gateway.create(invoice)],
        ['fetch', () => gateway.fetch({ invoiceId, paymentId: PAYMENT })],
        ['scan', () => gateway.scan(new Date(0))],
        ['limits', () => gateway.limits('TON')],
        ['ping', () => gateway.ping()],
        ['health', () => stars.health()],
        ['checkRecipient', () => stars.checkRecipient(outside.friend)],
        ['quote', () => stars.quote(50)],
        ['prepare', () => stars.prepare(purchase, ton('2'), PAYMENT)],
        ['observe', () => stars.observe(attempt)],
        ['submit', () => stars.submit(attempt)],
        ['acknowledge', () => stars.acknowledge(attempt)],
        ['confirmDelivery', () => stars.confirmDelivery(attempt)],
      ];
    }

    it('are understood, or fail as the port says; the same bytes pay once all the same', async () => {
      for (let asked = 0; asked < count; ) {
        await Promise.all([floor.clear(), outside.reset()]);
        const line = new BadLine(draw);
        const all = await questions(line);
        line.isBad = true;
        for (let round = 0; round < LIVES && asked < count; round += 1) {
          for (const [step, ask] of all) await hears(step, ask);
          asked += all.length;
        }
        expect((await outside.effects()).payments).to.have.length(1);
      }
      expect(Math.min(heard.understood, heard.refused), JSON.stringify(heard)).to.be.greaterThan(count / 20);
      strays.expectNone();
    });
  });
}
