import { UnknownPanel } from '#domain/vpn/panel.js';
import type { VpnPanel } from '#use-cases/ports/panels/vpn-panel.js';
import type { VpnPanels } from '#use-cases/ports/panels/vpn-panels.js';
import { assertNoOpenTransaction } from '../persistence/open-transaction.js';

/** The panels it was given, by id. Refuses to be asked inside a transaction. */
export class MemoryVpnPanels implements VpnPanels {
  private readonly panels = new Map<string, VpnPanel>();

  constructor(panels: readonly VpnPanel[]) {
    for (const panel of panels) this.panels.set(panel.id, panel);
  }

  async get(panelId: string): Promise<VpnPanel> {
    assertNoOpenTransaction(`the panel ${panelId} was asked for`);
    const panel = this.panels.get(panelId);
    if (!panel) throw new UnknownPanel(panelId);
    return panel;
  }
}
