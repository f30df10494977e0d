import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { MemoryPanelVault } from '#adapters/outbound/memory/persistence/vpn/memory-panel-vault.js';
import { MemoryVpnPanel } from '#adapters/outbound/memory/providers/memory-vpn-panel.js';
import { MemoryVpnPanels } from '#adapters/outbound/memory/providers/memory-vpn-panels.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import type { Panel } from '#domain/vpn/panel.js';
import { type PanelKinds, UnknownPanelKind } from '#use-cases/ports/panels/panel-kinds.js';
import { AddPanel } from '#use-cases/vpn/panels/add-panel.js';
import { ChangePanel } from '#use-cases/vpn/panels/change-panel.js';
import { ListPanels } from '#use-cases/vpn/panels/list-panels.js';
import { PanelProbe } from '#use-cases/vpn/panels/panel-probe.js';
import { RegisterPanels } from '#use-cases/vpn/panels/register-panels.js';
import { TestPanel } from '#use-cases/vpn/panels/test-panel.js';

/** What an operator does with panels, over panels in memory: `de-1` and `memory`, which the environment describes, can be reached. */
export class PanelDesk {
  readonly clock = new FixedClock();
  readonly memory = new MemoryUnitOfWork({ clock: this.clock });
  readonly vault = new MemoryPanelVault(this.memory);
  readonly panel = new MemoryVpnPanel(this.clock, 'de-1');
  readonly ofEnvironment = new MemoryVpnPanel(this.clock, 'memory');
  /** What settings lead to when they are tried out. */
  readonly candidate = new MemoryVpnPanel(this.clock, 'candidate');
  private readonly probe = new PanelProbe(new MemoryVpnPanels([this.panel, this.ofEnvironment]));
  private readonly kinds: PanelKinds = {
    all: () => ['memory', 'other'],
    tryOut: (kind, _panelId, { BASE_URL }) => {
      if (!this.kinds.all().includes(kind)) throw new UnknownPanelKind(kind, this.kinds.all());
      return BASE_URL === undefined ? { issues: [{ name: 'BASE_URL', message: 'is missing' }] } : { panel: this.candidate };
    },
  };

  readonly addPanel = new AddPanel(this.memory, this.kinds, this.vault, this.probe);
  readonly listPanels = new ListPanels(this.memory, this.probe);
  readonly testPanel = new TestPanel(this.memory, this.probe);
  readonly changePanel = new ChangePanel(this.memory, this.probe);
  readonly registerPanels = new RegisterPanels(this.memory);

  rows(): Promise<readonly Panel[]> {
    return this.memory.run((tx) => tx.panels.all());
  }

  add(id = 'de-1', changes: Readonly<Record<string, string>> = {}, kind = 'memory') {
    return this.addPanel.execute({ id, kind, settings: { BASE_URL: 'https://panel.example', PLACEMENT: 'inbound 1, inbound 2', ...changes } });
  }
}
