import type { Panel } from '#domain/vpn/panel.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { PanelFinding, PanelProbe } from './panel-probe.js';

export interface ListedPanel {
  readonly panel: Panel;
  /** How many accounts it keeps. */
  readonly accounts: number;
  readonly finding: PanelFinding;
}

/** Every panel with how full and how well it is. Calls each of them once. */
export class ListPanels {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly probe: PanelProbe,
  ) {}

  async execute(): Promise<readonly ListedPanel[]> {
    const { panels, counts } = await this.unitOfWork.run(async (tx) => ({ panels: await tx.panels.all(), counts: await tx.vpnAccounts.countByPanel() }));
    return Promise.all(panels.map(async (panel) => ({ panel, accounts: counts.get(panel.id) ?? 0, finding: await this.probe.probe(panel) })));
  }
}
