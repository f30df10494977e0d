import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { OPERATOR } from '../../builders/shop/a-shop.js';
import type { ShopDoor } from '../flows/flow.js';
import { MERCHANT, SandboxOutside } from '../flows/sandbox-outside.js';
import { Child } from '../process/child.js';
import type { Order, Report, Task } from '../process/orders.js';
import type { CutLine } from '../sweep/cut-line.js';
import type { Life, Scenery, Stage } from '../sweep/stage.js';
import { type Books, openBooks } from './books.js';

const FIRST_DAY = new FixedClock().now();

/** The composed service as a process that is really killed; the world, its clock and the database go on without it. */
export class ProcessStage implements Stage {
  private child: Child | undefined;

  private constructor(
    private readonly program: string,
    private readonly room: Books,
    private readonly outside: SandboxOutside,
    private readonly clock: FixedClock,
  ) {}

  static async open(program: string, serverUrl: string): Promise<ProcessStage> {
    const clock = new FixedClock();
    return new ProcessStage(program, await openBooks(serverUrl), await SandboxOutside.open(clock), clock);
  }

  async close(): Promise<void> {
    await this.child?.kill();
    await this.outside.close();
    await this.room.close();
  }

  async open(): Promise<Scenery> {
    this.clock.set(FIRST_DAY);
    await Promise.all([this.room.clear(), this.outside.reset()]);
    const { clock, outside, room } = this;
    return { clock, outside, books: room.books, audit: room.audit, owedWords: () => room.owedWords(), begin: (line) => this.begin(line) };
  }

  /** In the process that the last life left, if it was not killed: its memory begins anew all the same. */
  private async begin(line: CutLine): Promise<Life> {
    this.child ??= Child.start(this.program);
    const tell = (order: Task): Promise<unknown> => this.tell(line, { now: this.clock.now(), task: order });
    await tell({ do: 'begin', environment: this.environment(), point: line.point });
    const door = (name: keyof ShopDoor) => ({ execute: (command: unknown) => tell({ do: 'ask', door: name, command }) });
    return {
      shop: new Proxy({} as ShopDoor, { get: (_, name) => door(name as keyof ShopDoor) }),
      work: async () => {
        await tell({ do: 'work' });
      },
      tick: async () => {
        await tell({ do: 'tick' });
      },
      end: async () => {
        if (!line.isDead) await tell({ do: 'end' });
      },
    };
  }

  private async tell(line: CutLine, order: Order): Promise<unknown> {
    const report = await this.child?.tell(order);
    if (!report) {
      this.child = undefined;
      return line.fall();
    }
    return read(line, report);
  }

  private environment(): Readonly<Record<string, string>> {
    const { origin, ton, fragment, telegram, panelSettings } = this.outside;
    const panel = Object.entries(panelSettings).map(([name, value]) => [`MARZBAN_${name}`, value] as const);
    return {
      TELEGRAM_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: `${origin}/sandbox/telegram/api/`,
      TELEGRAM_UPDATES: 'polling',
      ADMIN_IDS: String(OPERATOR),
      DATABASE_URL: this.room.url,
      DATABASE_POOL_SIZE: '1',
      LOG_LEVEL: 'silent',
      MERCHANT_UUID: MERCHANT.merchant,
      API_KEY: MERCHANT.apiKey,
      HELEKET_PAYOUT_KEY: MERCHANT.payoutKey,
      HELEKET_BASE_URL: `${origin}/sandbox/heleket/api`,
      FRAGMENT_BASE_URL: `${origin}/sandbox/fragment/site`,
      FRAGMENT_SEED_PHRASE: ton.seedPhrase,
      FRAGMENT_WALLET_VERSION: ton.walletVersion,
      FRAGMENT_WALLET_ADDRESS: ton.walletAddress,
      FRAGMENT_COOKIES: fragment.initialCookies,
      TON_API_URL: `${origin}/sandbox/ton/api`,
      ...Object.fromEntries(panel),
    };
  }
}

function read(line: CutLine, report: Report): unknown {
  for (const call of report.calls) line.note(call);
  if (report.failure !== undefined) throw new Error(report.failure);
  return report.answer;
}
