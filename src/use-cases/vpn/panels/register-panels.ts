import type { Panel } from '#domain/vpn/panel.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { PanelTerms } from './panel-terms.js';

/** The panel of a kind that the environment describes. */
export interface EnvironmentPanel {
  readonly kind: string;
  readonly terms: PanelTerms;
}

/** Writes the panels of the environment as rows. Repeatable, by several processes at once: what is as it shall be is not written. */
export class RegisterPanels {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Keeps what an operator has decided: whether a panel is open, and its place. Answers every panel there is. */
  execute(panels: readonly EnvironmentPanel[]): Promise<readonly Panel[]> {
    return this.unitOfWork.run(async (tx) => {
      const known = await tx.panels.all();
      const last = Math.max(0, ...known.map(({ position }) => position));
      for (const [index, { kind, terms }] of panels.entries()) {
        const before = known.find(({ id }) => id === kind);
        const panel: Panel = { id: kind, kind, ...terms, state: before?.state ?? 'open', position: before?.position ?? last + 1 + index };
        if (!before || differs(before, panel)) await tx.panels.save(panel);
      }
      return tx.panels.all();
    });
  }
}

function differs(before: Panel, after: Panel): boolean {
  const places = (panel: Panel): string => JSON.stringify(panel.placement);
  return before.kind !== after.kind || before.title !== after.title || before.capacity !== after.capacity || places(before) !== places(after);
}
