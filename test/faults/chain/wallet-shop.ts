import { openWallet } from '#adapters/outbound/fragment/ton/wallet.js';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { SequentialIds } from '#adapters/outbound/memory/runtime/sequential-ids.js';
import { PgBossJobQueue } from '#adapters/outbound/postgres/pg-boss-job-queue.js';
import { PostgresSessionVault } from '#adapters/outbound/postgres/vaults/session-vault.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import { BALANCE } from '#domain/orders/order.js';
import { aShop, aWorld, type TestShop } from '../../builders/shop/a-shop.js';
import { VERA } from '../../use-cases/checkout/a-buyer.js';
import { SandboxOutside } from '../flows/sandbox-outside.js';
import { type Keys, realAdapters } from '../stages/real-adapters.js';
import { SERVER_URL } from '../stages/server-url.js';
import { ShopFloor } from '../stages/shop-floor.js';
import { takeJobs, tick, workOff } from '../stages/worker.js';
import { Crash } from '../sweep/cut-line.js';
import { RestlessLine, type Rates } from './restless-line.js';

const CONNECTIONS = 6;
const FIRST_DAY = new FixedClock().now();

interface Process {
  line: RestlessLine;
  shop: TestShop;
}

/** Two processes of the shop with the real wallet and market adapters, over one database and one chain; both die often. */
export class WalletShop {
  readonly processes: Process[] = [];
  private readonly ids = new SequentialIds();
  private rates: Rates = { crash: 0, unheard: 0 };
  private sold: readonly string[] = [];
  crashes = 0;

  private constructor(
    readonly floor: ShopFloor,
    readonly outside: SandboxOutside,
    readonly clock: FixedClock,
    private readonly keys: Keys,
    private readonly draw: () => number,
    private readonly restless: Rates,
  ) {}

  static async open(draw: () => number, rates: Rates): Promise<WalletShop> {
    const clock = new FixedClock();
    const floor = await ShopFloor.open(SERVER_URL, CONNECTIONS);
    const outside = await SandboxOutside.open(clock);
    after(() => outside.close());
    const { seedPhrase, walletVersion, walletAddress } = outside.ton;
    const wallet = await openWallet({ seedPhrase, version: walletVersion, expectedAddress: walletAddress });
    const shop = new WalletShop(floor, outside, clock, { wallet, vault: new PostgresSessionVault(floor.database, seedPhrase) }, draw, rates);
    return shop;
  }

  /** Another day: an empty database, a chain with one full wallet, two fresh processes. */
  async openAnew(): Promise<void> {
    this.clock.set(FIRST_DAY);
    await Promise.all([this.floor.clear(), this.outside.reset()]);
    this.rates = this.restless;
    this.processes.splice(0, 2, this.begin(), this.begin());
  }

  /** From now on nobody dies and every answer arrives. */
  calmDown(): void {
    this.rates = { crash: 0, unheard: 0 };
    this.processes.splice(0, 2, this.begin(), this.begin());
  }

  /** Both work at once; who died begins anew. */
  async work(): Promise<void> {
    await Promise.all(this.processes.map(({ shop, line }) => this.oneRound(shop, line)));
    for (const [place, { line }] of this.processes.entries()) {
      if (!line.isDead) continue;
      this.crashes += 1;
      this.processes[place] = this.begin();
    }
  }

  /** Orders from a buyer with money enough, at a counter that never dies; each asks for another number of stars. */
  async sell(count: number, fewest: number): Promise<readonly string[]> {
    const { floor, outside, keys, clock } = this;
    const unitOfWork = new PostgresUnitOfWork(floor.database, new PgBossJobQueue(floor.database, new MemoryLogger()));
    const { stars } = realAdapters({ seam: directCalls, outside, keys, clock, database: floor.database, unitOfWork });
    const shop = aShop({ world: { ...aWorld(), clock, ids: this.ids }, unitOfWork, ...(stars && { stars }) });
    await shop.welcomeCustomer.execute({ profile: { userId: VERA, username: 'vera', firstName: 'Вера', languageCode: 'ru' } });
    const topUp = await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '1000' });
    shop.gateway.pay(topUp.id, topUp.amount);
    await shop.settlePayment.execute({ paymentId: topUp.id });
    const sold: string[] = [];
    for (let place = 0; place < count; place += 1) {
      const { id } = await shop.draftOrder.execute({ userId: VERA, stars: String(fewest + place), method: BALANCE });
      await shop.chooseRecipient.execute({ userId: VERA, orderId: id, username: outside.friend });
      await shop.confirmOrder.execute({ userId: VERA, orderId: id });
      sold.push(id);
    }
    this.sold = sold;
    return sold;
  }

  /** The state each order is in. */
  async ends(orders: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const states = new Map<string, string>();
    await this.floor.books.run(async (tx) => {
      for (const id of orders) states.set(id, (await tx.orders.get(id)).state);
    });
    return states;
  }

  async isDone(): Promise<boolean> {
    return [...(await this.ends(this.sold)).values()].every((state) => state === 'delivered' || state === 'failed');
  }

  private async oneRound(shop: TestShop, line: RestlessLine): Promise<void> {
    const mayFail = (error: unknown): boolean => error instanceof Crash || line.isDead;
    await tick(shop).catch((error: unknown) => {
      if (!mayFail(error)) throw error;
    });
    await workOff(shop, async () => (line.isDead ? [] : takeJobs(this.floor.database)), mayFail);
  }

  private begin(): Process {
    const line = new RestlessLine(this.draw, this.rates);
    const { floor, outside, keys, clock } = this;
    const unitOfWork = line.transactions(new PostgresUnitOfWork(floor.database, new PgBossJobQueue(floor.database, new MemoryLogger())));
    const adapters = realAdapters({ seam: line, outside, keys, clock, database: floor.database, unitOfWork });
    return { line, shop: aShop({ world: { ...aWorld(), clock, ids: this.ids }, ...adapters, unitOfWork }) };
  }
}
