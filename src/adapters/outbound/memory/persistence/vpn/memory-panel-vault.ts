import type { Panel } from '#domain/vpn/panel.js';
import type { PanelAccess, PanelSettings, PanelVault } from '#use-cases/ports/panels/panel-vault.js';
import type { MemoryUnitOfWork } from '../memory-unit-of-work.js';
import { MemoryPanelRepository } from './memory-panel-repository.js';

/** Settings of panels beside their rows in process memory, unsealed because they never leave it. */
export class MemoryPanelVault implements PanelVault {
  constructor(private readonly store: MemoryUnitOfWork) {}

  async load(panelId: string): Promise<PanelAccess | undefined> {
    const row = this.store.committed.panels.find(panelId);
    return row && { kind: row.panel.kind, revision: row.revision, settings: row.settings };
  }

  async save(panel: Panel, settings: PanelSettings): Promise<void> {
    await this.store.run(async ({ panels }) => {
      if (!(panels instanceof MemoryPanelRepository)) throw new Error('the panels of this store have no vault');
      await panels.saveWith(panel, settings);
    });
  }
}
