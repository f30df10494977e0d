import type { VpnPanels } from '../../ports/panels/vpn-panels.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { PanelAccountQueries } from '../../queries/panel-account-queries.js';
import type { Check, CheckSource } from './check.js';
import { PanelCheck } from './panel-check.js';

/** The checks that never change, and one for each panel there is at the time. */
export class ShopChecks implements CheckSource {
  constructor(
    private readonly constant: readonly Check[],
    private readonly unitOfWork: UnitOfWork,
    private readonly panels: VpnPanels,
    private readonly accounts: PanelAccountQueries,
  ) {}

  async checks(): Promise<readonly Check[]> {
    const panels = await this.unitOfWork.run((tx) => tx.panels.all());
    return [...this.constant, ...panels.map(({ id }) => new PanelCheck(id, this.panels, this.accounts))];
  }
}
