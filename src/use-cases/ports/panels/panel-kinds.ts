import { DomainError } from '#domain/shared/domain-error.js';
import type { PanelSettings } from './panel-vault.js';
import type { VpnPanel } from './vpn-panel.js';

/** What is wrong with a setting; never its value. */
export interface SettingIssue {
  readonly name: string;
  readonly message: string;
}

/** No adapter speaks to panels of this kind. */
export class UnknownPanelKind extends DomainError {
  constructor(kind: string, known: readonly string[]) {
    super('vpn.unknown-panel-kind', 'invalid', `there is no such kind of panel; there are ${known.join(', ')}`, { kind: kind.slice(0, 40) });
  }
}

/** The kinds of panels the shop can speak to. */
export interface PanelKinds {
  /** Their names, as rows bear them. */
  all(): readonly string[];
  /** A panel as these settings reach it, to be tried out: nothing is kept, and what fails there counts for no panel in use. Throws `UnknownPanelKind`. */
  tryOut(kind: string, panelId: string, settings: PanelSettings): { readonly panel: VpnPanel } | { readonly issues: readonly SettingIssue[] };
}
