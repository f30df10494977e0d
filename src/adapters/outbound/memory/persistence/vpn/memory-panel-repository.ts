import type { Panel } from '#domain/vpn/panel.js';
import type { PanelSettings } from '#use-cases/ports/panels/panel-vault.js';
import type { PanelRepository } from '#use-cases/ports/persistence/vpn/panel-repository.js';
import type { MemoryState } from '../memory-state.js';

export class MemoryPanelRepository implements PanelRepository {
  constructor(private readonly state: MemoryState) {}

  async all(): Promise<readonly Panel[]> {
    const panels = this.state.panels.all().map(({ panel }) => panel);
    return panels.sort((left, right) => left.position - right.position || (left.id < right.id ? -1 : 1));
  }

  lockAll(): Promise<readonly Panel[]> {
    return this.all();
  }

  async find(panelId: string): Promise<Panel | undefined> {
    return this.state.panels.find(panelId)?.panel;
  }

  async save(panel: Panel): Promise<void> {
    return this.put(panel, this.state.panels.find(panel.id)?.settings);
  }

  /** The same with its settings, for the vault beside it. */
  async saveWith(panel: Panel, settings: PanelSettings): Promise<void> {
    return this.put(panel, settings);
  }

  private put(panel: Panel, settings: PanelSettings | undefined): void {
    this.state.panels.put(panel.id, { panel, settings, revision: (this.state.panels.find(panel.id)?.revision ?? 0) + 1 });
  }
}
