import type { VpnPanel } from './vpn-panel.js';

/** The panels that can be spoken to, by the id of their row. */
export interface VpnPanels {
  /** Reads how it is reached anew when that was changed. Throws `UnknownPanel`. */
  get(panelId: string): Promise<VpnPanel>;
}
