import { UnknownPanel } from '#domain/vpn/panel.js';
import { type PanelKinds, type SettingIssue, UnknownPanelKind } from '#use-cases/ports/panels/panel-kinds.js';
import type { PanelAccess, PanelSettings, PanelVault } from '#use-cases/ports/panels/panel-vault.js';
import type { VpnPanel } from '#use-cases/ports/panels/vpn-panel.js';
import type { VpnPanels } from '#use-cases/ports/panels/vpn-panels.js';
import type { PanelDefinition, PanelDeps } from '../kit/define-panel.js';
import { panels } from './index.js';

/** For so long a panel is taken to be what it was. */
const LOOK_AGAIN_MS = 5_000;

export interface PanelRegistryParts extends Omit<PanelDeps, 'id'> {
  readonly vault: PanelVault;
  /** How the panel that bears the name of its kind is reached, where the environment says it. */
  readonly fromEnvironment: ReadonlyMap<string, PanelSettings>;
  /** Hears of every secret before it is used, so that no log shows it. */
  readonly conceal: (secrets: readonly string[]) => void;
}

interface Built {
  readonly panel: VpnPanel;
  readonly revision: number;
  /** What it was built of. */
  readonly origin: string;
  readonly lookedAt: number;
}

type Opened = { readonly panel: VpnPanel } | { readonly issues: readonly SettingIssue[] };

/** Panels by the ids of their rows: one adapter each in a process, built anew only when the way to its panel was changed. */
export class PanelRegistry implements VpnPanels, PanelKinds {
  private readonly built = new Map<string, Built>();
  private readonly looking = new Map<string, Promise<VpnPanel>>();

  constructor(private readonly parts: PanelRegistryParts) {}

  get(panelId: string): Promise<VpnPanel> {
    const known = this.built.get(panelId);
    if (known && this.now() - known.lookedAt < LOOK_AGAIN_MS) return Promise.resolve(known.panel);
    // Whoever asks meanwhile gets the same adapter: two of them would let through twice as many writes as the panel bears.
    const looking = this.looking.get(panelId) ?? this.look(panelId).finally(() => this.looking.delete(panelId));
    this.looking.set(panelId, looking);
    return looking;
  }

  all(): readonly string[] {
    return panels.map(({ kind }) => kind);
  }

  tryOut(kind: string, panelId: string, settings: PanelSettings): Opened {
    const opened = this.open(kind, `${panelId}:new`, settings);
    if (!opened) throw new UnknownPanelKind(kind, this.all());
    return opened;
  }

  private async look(panelId: string): Promise<VpnPanel> {
    const lookedAt = this.now();
    const access = await this.parts.vault.load(panelId);
    const known = this.built.get(panelId);
    const settings = access && this.settingsOf(panelId, access);
    if (!access || !settings) return this.forget(panelId);
    const origin = JSON.stringify([access.kind, settings]);
    const isSame = known !== undefined && (known.revision === access.revision || known.origin === origin);
    const panel = isSame ? known.panel : this.build(panelId, access.kind, settings);
    this.built.set(panelId, { panel, revision: access.revision, origin, lookedAt });
    return panel;
  }

  private settingsOf(panelId: string, { kind, settings }: PanelAccess): PanelSettings | undefined {
    return settings ?? (panelId === kind ? this.parts.fromEnvironment.get(kind) : undefined);
  }

  private build(panelId: string, kind: string, settings: PanelSettings): VpnPanel {
    const opened = this.open(kind, panelId, settings);
    return opened && 'panel' in opened ? opened.panel : this.forget(panelId);
  }

  private forget(panelId: string): never {
    this.built.delete(panelId);
    throw new UnknownPanel(panelId);
  }

  private open(kind: string, id: string, settings: PanelSettings): Opened | undefined {
    const definition = panels.find((candidate) => candidate.kind === kind);
    return definition && openWith(definition, { ...this.parts, id }, settings);
  }

  private now(): number {
    return this.parts.clock.now().getTime();
  }
}

function openWith(definition: PanelDefinition, { id, http, clock, conceal }: PanelRegistryParts & PanelDeps, settings: PanelSettings): Opened {
  const section = definition.parse(settings);
  if ('off' in section) return { issues: definition.required.map((name) => ({ name, message: 'is missing' })) };
  if ('issues' in section) return section;
  conceal(definition.secrets(section.config));
  return { panel: definition.create(section.config, { id, http, clock }) };
}
