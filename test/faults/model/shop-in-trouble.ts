import { DomainError } from '#domain/shared/domain-error.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import { aWorld, type World } from '../../builders/shop/a-shop.js';
import type { ShopDoor } from '../flows/flow.js';
import type { ShopFloor } from '../stages/shop-floor.js';
import { gatewayBehind, notifierBehind, starsBehind } from '../sweep/behind-line.js';
import { CutLine, type CutPoint } from '../sweep/cut-line.js';
import type { Life } from '../sweep/stage.js';

/** What no caller may ever meet: they say that the code itself was about to go wrong. */
const FAULTS_OF_OURS: ReadonlySet<string> = new Set(['state.impossible-move', 'wallet.transfer-mismatch', 'money.currency-mismatch', 'stars.attempt-conflict']);

/** Two processes of the shop over one database, which crash together when they are told to and start again. */
export class ShopInTrouble {
  readonly world: World = aWorld();
  private line = new CutLine();
  private lives: readonly Life[] = [];

  private constructor(private readonly floor: ShopFloor) {}

  /** An empty shop. */
  static async open(floor: ShopFloor): Promise<ShopInTrouble> {
    await floor.clear();
    const shop = new ShopInTrouble(floor);
    await shop.start();
    return shop;
  }

  get books(): UnitOfWork {
    return this.floor.books;
  }

  get audit(): ShopFloor['audit'] {
    return this.floor.audit;
  }

  /** One process, then the other. */
  door(which: number): ShopDoor {
    const life = this.lives[which % this.lives.length];
    if (!life) throw new Error('the shop is closed');
    return life.shop;
  }

  /** Ends both processes and starts them anew; from then on they die, or hear no answer, at the point. */
  async start(point?: CutPoint): Promise<void> {
    await this.end();
    this.line = new CutLine(point);
    this.lives = [this.begin(), this.begin()];
  }

  async end(): Promise<void> {
    await Promise.all(this.lives.map((life) => life.end()));
  }

  /** Does what somebody wants; being told no, and dying over it, is part of life. */
  async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.isForeseen(error)) throw error;
    }
    if (this.line.isDead) await this.start();
  }

  /** Both processes sweep, and do what there is to do. */
  async workOff(): Promise<void> {
    await this.attempt(() => Promise.all(this.lives.map((life) => life.tick())));
    await this.attempt(() => Promise.all(this.lives.map((life) => life.work((error) => this.isForeseen(error)))));
  }

  private begin(): Life {
    const { line, world } = this;
    return this.floor.begin(line, () => ({
      world,
      gateway: gatewayBehind(line, world.gateway),
      stars: starsBehind(line, world.stars),
      notifier: notifierBehind(line, world.notifier),
    }));
  }

  private isForeseen(error: unknown): boolean {
    return error instanceof DomainError ? !FAULTS_OF_OURS.has(error.code) : this.line.isCut;
  }
}
