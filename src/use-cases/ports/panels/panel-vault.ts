import { DomainError } from '#domain/shared/domain-error.js';
import type { Panel } from '#domain/vpn/panel.js';

/** How a panel is reached: texts by the names that its kind gives to its settings. Secret as a whole. */
export type PanelSettings = Readonly<Record<string, string>>;

/** What is known of how to reach a panel. */
export interface PanelAccess {
  readonly kind: string;
  /** Another one whenever anything about the panel was changed. */
  readonly revision: number;
  /** Undefined where the panel's row holds none, because the environment says them. */
  readonly settings: PanelSettings | undefined;
}

const REASONS = {
  'no-key': 'the settings of this panel are sealed, and PANEL_KEY is not set',
  'wrong-key': 'the settings of this panel cannot be opened with PANEL_KEY',
} as const;

/** What the shop knows of how to reach the panel is sealed under a key it does not have. */
export class PanelSealed extends DomainError {
  constructor(panel: string, reason: keyof typeof REASONS) {
    super('vpn.panel-sealed', 'unavailable', REASONS[reason], { panel: panel.slice(0, 40), reason });
  }
}

/** Keeps how panels are reached, sealed, beside their rows. */
export interface PanelVault {
  /** Undefined when there is no such panel. Throws `PanelSealed` for settings it cannot open. */
  load(panelId: string): Promise<PanelAccess | undefined>;
  /** Adds the panel with its settings, or replaces both of what has its id, at once. Throws `PanelSealed` without a key to seal with. */
  save(panel: Panel, settings: PanelSettings): Promise<void>;
}
