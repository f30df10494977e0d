import { DomainError } from '#domain/shared/domain-error.js';
import { checkPanel, isOfEnvironment, type Panel, UnknownPanel } from '#domain/vpn/panel.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { PanelFinding, PanelProbe } from './panel-probe.js';

export type PanelChange = Pick<Panel, 'state'> | Pick<Panel, 'placement'> | Pick<Panel, 'capacity'>;

/** The environment says it, and would say it again at the next start. */
export class PanelOfEnvironment extends DomainError {
  constructor(panel: string, what: 'placement' | 'capacity') {
    super('vpn.panel-of-environment', 'conflict', `the environment says the ${what} of this panel; change it there and start again`, { panel, what });
  }
}

export type ChangePanelOutcome =
  | { readonly changed: true; readonly panel: Panel }
  /** The panel cannot be used with this placement, or cannot be asked. */
  | { readonly changed: false; readonly finding: PanelFinding };

/** Opens or closes a panel for newcomers, or changes where on it accounts are put and how many it takes. Repeatable. */
export class ChangePanel {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly probe: PanelProbe,
  ) {}

  /** A placement is tested before it counts. Throws `UnknownPanel`, `PanelRefused`, `PanelOfEnvironment`. */
  async execute(command: { readonly panelId: string; readonly change: PanelChange }): Promise<ChangePanelOutcome> {
    const { panelId, change } = command;
    const before = await this.unitOfWork.run((tx) => tx.panels.find(panelId));
    if (!before) throw new UnknownPanel(panelId);
    if (isOfEnvironment(before) && !('state' in change)) throw new PanelOfEnvironment(panelId, 'placement' in change ? 'placement' : 'capacity');
    const wanted = checkPanel({ ...before, ...change });
    if ('placement' in change) {
      const finding = await this.probe.probe(wanted);
      if (!finding.ok) return { changed: false, finding };
    }
    // Read anew: another operator may have changed something else meanwhile.
    const panel = await this.unitOfWork.run(async (tx) => {
      const now = { ...((await tx.panels.find(panelId)) ?? before), ...change };
      await tx.panels.save(now);
      return now;
    });
    return { changed: true, panel };
  }
}
