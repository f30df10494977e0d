import type { Flow, Memory, Scene } from '../flows/flow.js';
import { CutLine, type CutPoint } from './cut-line.js';
import { judge } from './judge.js';
import type { Life, Scenery, Stage } from './stage.js';

/** A little longer than a dead worker's lease, and often enough for what takes two looks. */
const PAUSE_MS = 95_000;
const LOOKS = 2;

/** One performance of a flow: each life of the process is cut at its point, the one after the last is left alone. */
class Play {
  readonly lines: CutLine[] = [];
  private line = new CutLine();
  private life: Life | undefined;

  constructor(
    private readonly scenery: Scenery,
    private readonly flow: Flow,
    private readonly points: readonly CutPoint[],
  ) {}

  async perform(): Promise<Memory> {
    const memory: Memory = {};
    await this.start();
    for (const [place, step] of this.flow.steps.entries()) {
      this.line.flowStep = place;
      await this.insist(() => step(this.scene, memory));
      await this.insist(() => this.work());
    }
    this.line.flowStep = this.flow.steps.length;
    await this.letMinutesPass();
    await this.life?.end();
    return memory;
  }

  private get scene(): Scene {
    const { clock, outside, books } = this.scenery;
    return { shop: this.current.shop, clock, outside, books };
  }

  private get current(): Life {
    if (!this.life) throw new Error('the play has not begun');
    return this.life;
  }

  private async start(): Promise<void> {
    await this.life?.end();
    const { flowStep } = this.line;
    this.line = new CutLine(this.points[this.lines.length]);
    this.line.flowStep = flowStep;
    this.lines.push(this.line);
    this.life = await this.scenery.begin(this.line);
  }

  /** Does it again for as long as the process dies over it or hears nothing; what fails by itself fails the play. */
  private async insist(work: () => Promise<void>): Promise<void> {
    for (;;) {
      const { line } = this;
      const before = line.isCut;
      try {
        await work();
        if (!line.isCut || before) return;
        if (!line.isDead) return await this.letMinutesPass();
      } catch (error) {
        if (line.isCut === before && !line.isDead) throw error;
      }
      if (line.isDead) await this.start();
      await this.letMinutesPass();
    }
  }

  /** What was left is found. */
  private async letMinutesPass(): Promise<void> {
    for (let look = 0; look < LOOKS; look += 1) {
      this.scenery.clock.advance(PAUSE_MS);
      await this.insist(() => this.current.tick());
      await this.insist(() => this.work());
    }
  }

  private async work(): Promise<void> {
    const { line } = this;
    const cutBefore = line.isCut;
    await this.current.work(() => line.isCut && !cutBefore && !line.isDead);
  }
}

/** Plays a flow to its end and judges what came of it; answers the lives that the process had. */
export async function play(stage: Stage, flow: Flow, ...points: readonly CutPoint[]): Promise<readonly CutLine[]> {
  const scenery = await stage.open();
  const performance = new Play(scenery, flow, points);
  const describe = (): string => {
    const cuts = points.map(({ call, mode }, life) => `${mode} ${performance.lines[life]?.steps[call] ?? 'nothing'} (${call})`);
    return `${flow.name}, cut ${cuts.join(', then ') || 'nowhere'}`;
  };
  const memory = await performance.perform().catch((error: unknown) => {
    throw new Error(`${describe()}: ${String(error)}`, { cause: error });
  });
  await judge(scenery, flow, memory, { where: describe(), cuts: points.length });
  return performance.lines;
}
