import type { Panel } from '#domain/vpn/panel.js';
import { type PanelAccess, PanelSealed, type PanelSettings, type PanelVault } from '#use-cases/ports/panels/panel-vault.js';
import type { Database } from '../connection.js';
import { DatabaseSession } from '../driver/database-session.js';
import { VaultKey } from './vault-key.js';

interface Row {
  readonly kind: string;
  readonly sealed: Buffer | null;
  readonly revision: number;
}

/** Settings of panels in their rows, sealed with AES-256-GCM; the panel's id is sealed with them, so that none passes for another's. */
export class PostgresPanelVault implements PanelVault {
  private readonly key: VaultKey | undefined;

  /** Without a key it still answers for panels whose settings the environment says. */
  constructor(
    private readonly database: Database,
    key: string | undefined,
  ) {
    this.key = key === undefined ? undefined : new VaultKey(key, 'polaris panel vault');
  }

  async load(panelId: string): Promise<PanelAccess | undefined> {
    const [row] = await this.lend((session) => session.rows<Row>('SELECT kind, sealed, revision FROM panels WHERE id = $1', [panelId]));
    return row && { kind: row.kind, revision: row.revision, settings: row.sealed === null ? undefined : await this.open(panelId, row.sealed) };
  }

  async save({ id, kind, title, placement, capacity, state, position }: Panel, settings: PanelSettings): Promise<void> {
    if (!this.key) throw new PanelSealed(id, 'no-key');
    const sealed = await this.key.seal(nameOf(id), JSON.stringify(settings));
    await this.lend((session) =>
      session.change(
        `INSERT INTO panels (id, kind, title, placement, capacity, state, position, sealed) VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE SET kind = $2, title = $3, placement = $4::jsonb, capacity = $5, state = $6, position = $7, sealed = $8, revision = panels.revision + 1`,
        [id, kind, title, JSON.stringify(placement), capacity ?? null, state, position, sealed],
      ),
    );
  }

  private async open(panelId: string, sealed: Buffer): Promise<PanelSettings> {
    if (!this.key) throw new PanelSealed(panelId, 'no-key');
    try {
      return JSON.parse(await this.key.open(nameOf(panelId), sealed)) as PanelSettings;
    } catch {
      throw new PanelSealed(panelId, 'wrong-key');
    }
  }

  private lend<Result>(work: (session: DatabaseSession) => Promise<Result>): Promise<Result> {
    return DatabaseSession.lend(this.database.knex, work);
  }
}

function nameOf(panelId: string): string {
  return `panel:${panelId}`;
}
