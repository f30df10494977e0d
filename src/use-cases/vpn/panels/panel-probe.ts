import { type Panel, UnknownPanel } from '#domain/vpn/panel.js';
import type { PanelTroubleCode } from '../../ports/panels/panel-error.js';
import { PanelSealed } from '../../ports/panels/panel-vault.js';
import type { VpnPanel } from '../../ports/panels/vpn-panel.js';
import type { VpnPanels } from '../../ports/panels/vpn-panels.js';

/** What a connection test can find: a trouble of the panel, or that the shop does not know how to reach it. */
export type FindingCode = PanelTroubleCode | 'no-settings' | 'sealed';

export interface PanelFinding {
  readonly panelId: string;
  /** Whether an account could be made there now; a warning does not make it false. */
  readonly ok: boolean;
  readonly version: string | undefined;
  readonly troubles: readonly { readonly code: FindingCode; readonly detail: string }[];
}

/** Tests the connection to panels. Moves nothing. */
export class PanelProbe {
  constructor(private readonly panels: VpnPanels) {}

  /** With the placement its row says. Throws only what is no trouble with the panel, such as a store that is away. */
  async probe({ id, placement }: Panel): Promise<PanelFinding> {
    try {
      return await this.examine(await this.panels.get(id), id, placement);
    } catch (error) {
      if (error instanceof UnknownPanel) return troubled(id, 'no-settings', 'neither the environment nor the shop says how it is reached');
      if (error instanceof PanelSealed) return troubled(id, 'sealed', error.message);
      throw error;
    }
  }

  /** A panel at hand, under the name it is to have. */
  async examine(panel: VpnPanel, panelId: string, placement: readonly string[]): Promise<PanelFinding> {
    return { panelId, ...(await panel.health(placement)) };
  }
}

function troubled(panelId: string, code: FindingCode, detail: string): PanelFinding {
  return { panelId, ok: false, version: undefined, troubles: [{ code, detail }] };
}
