import { checkPanel, type Panel, PanelRefused } from '#domain/vpn/panel.js';
import type { PanelKinds, SettingIssue } from '../../ports/panels/panel-kinds.js';
import type { PanelSettings, PanelVault } from '../../ports/panels/panel-vault.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { PanelFinding, PanelProbe } from './panel-probe.js';
import { readPanelTerms } from './panel-terms.js';

export interface AddPanelCommand {
  readonly id: string;
  readonly kind: string;
  /** Texts by their names: how it is reached, and its terms. */
  readonly settings: PanelSettings;
}

export type AddPanelOutcome =
  | { readonly kept: 'added' | 'replaced'; readonly finding: PanelFinding }
  /** Nothing was kept: the settings make no sense, or the panel cannot be used with them. */
  | { readonly kept: undefined; readonly issues: readonly SettingIssue[] }
  | { readonly kept: undefined; readonly finding: PanelFinding };

/** Adds a panel whose connection was tested, or gives one that was added before new settings. Nothing untested is kept. */
export class AddPanel {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly kinds: PanelKinds,
    private readonly vault: PanelVault,
    private readonly probe: PanelProbe,
  ) {}

  /** Throws `UnknownPanelKind`, `PanelRefused` for an id it may not have, `PanelSealed` without a key. */
  async execute({ id, kind, settings }: AddPanelCommand): Promise<AddPanelOutcome> {
    const known = await this.unitOfWork.run((tx) => tx.panels.all());
    const before = known.find((panel) => panel.id === id);
    const candidate = this.kinds.tryOut(kind, id, settings);
    this.assertFree(id, kind, before);
    const read = readPanelTerms({ kind }, settings);
    const issues = [...('issues' in candidate ? candidate.issues : []), ...('issues' in read ? read.issues : [])];
    if (!('panel' in candidate) || !('terms' in read)) return { kept: undefined, issues };
    const position = before?.position ?? Math.max(0, ...known.map((panel) => panel.position)) + 1;
    const panel = checkPanel({ id, kind, ...read.terms, state: before?.state ?? 'open', position });
    const finding = await this.probe.examine(candidate.panel, id, panel.placement);
    if (!finding.ok) return { kept: undefined, finding };
    await this.vault.save(panel, settings);
    return { kept: before ? 'replaced' : 'added', finding };
  }

  private assertFree(id: string, kind: string, before: Panel | undefined): void {
    if (this.kinds.all().includes(id)) throw new PanelRefused('id', 'the name of a kind belongs to the panel that the environment describes');
    if (before && before.kind !== kind) throw new PanelRefused('id', `${id} is a panel of another kind`);
  }
}
