import { expect } from 'chai';
import { Container, ContainerModule, type ContainerModuleLoadOptions, type ServiceIdentifier } from 'inversify';
import { bindClass } from '#composition/modules/bind-class.js';
import { TOKENS as T } from '#composition/tokens.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { SequentialIds } from '#adapters/outbound/memory/runtime/sequential-ids.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Ids } from '#use-cases/ports/runtime/ids.js';

/** A plain class as a use case is one. */
class Stamp {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  next(): string {
    return `${this.clock.now().toISOString()} ${this.ids.next()}`;
  }
}

const STAMP = Symbol('Stamp') as ServiceIdentifier<Stamp>;

/** Never runs: it is enough that the compiler reads it, and fails where it expects an error that is none. */
export function mistakes(options: ContainerModuleLoadOptions): void {
  // @ts-expect-error: the two are swapped
  bindClass(options, STAMP, Stamp, [T.clock, T.ids]);
  // @ts-expect-error: one is missing
  bindClass(options, STAMP, Stamp, [T.ids]);
  // @ts-expect-error: one is too many
  bindClass(options, STAMP, Stamp, [T.ids, T.clock, T.logger]);
  // @ts-expect-error: the name stands for something else
  bindClass(options, T.cancelOrder, Stamp, [T.ids, T.clock]);
}

describe('the container', () => {
  it('gives a plain class what its tokens name, and makes it once', () => {
    const container = new Container();
    container.load(
      new ContainerModule((options) => {
        options.bind(T.clock).toConstantValue(new FixedClock(new Date('2026-01-15T12:00:00Z')));
        options.bind(T.ids).toConstantValue(new SequentialIds());
        bindClass(options, STAMP, Stamp, [T.ids, T.clock]);
      }),
    );
    const stamp = container.get(STAMP);
    expect(stamp.next()).to.match(/^2026-01-15T12:00:00\.000Z .+/);
    expect(container.get(STAMP)).to.equal(stamp);
  });
});
