import type { Panel } from '#domain/vpn/panel.js';

export interface PanelRepository {
  /** In their order, closed ones too. */
  all(): Promise<readonly Panel[]>;
  /** The same under a lock held to the end of the transaction: while one newcomer is placed, no other is. */
  lockAll(): Promise<readonly Panel[]>;
  find(panelId: string): Promise<Panel | undefined>;
  /** Adds it, or replaces what has its id. */
  save(panel: Panel): Promise<void>;
}
