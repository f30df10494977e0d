import type { Panel } from '#domain/vpn/panel.js';
import type { PanelRepository } from '#use-cases/ports/persistence/vpn/panel-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';

type PanelRow = Omit<Panel, 'capacity'> & { readonly capacity: number | null };

const COLUMNS = 'id, kind, title, placement, capacity, state, position';

export class PostgresPanelRepository implements PanelRepository {
  constructor(private readonly session: DatabaseSession) {}

  async all(): Promise<readonly Panel[]> {
    return (await this.session.rows<PanelRow>(`SELECT ${COLUMNS} FROM panels ORDER BY position, id`)).map(panelOf);
  }

  async lockAll(): Promise<readonly Panel[]> {
    return (await this.session.rows<PanelRow>(`SELECT ${COLUMNS} FROM panels ORDER BY position, id FOR UPDATE`)).map(panelOf);
  }

  async find(panelId: string): Promise<Panel | undefined> {
    const [row] = await this.session.rows<PanelRow>(`SELECT ${COLUMNS} FROM panels WHERE id = $1`, [panelId]);
    return row && panelOf(row);
  }

  async save({ id, kind, title, placement, capacity, state, position }: Panel): Promise<void> {
    await this.session.change(
      `INSERT INTO panels (${COLUMNS}) VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7)
      ON CONFLICT (id) DO UPDATE SET kind = $2, title = $3, placement = $4::jsonb, capacity = $5, state = $6, position = $7, revision = panels.revision + 1`,
      [id, kind, title, JSON.stringify(placement), capacity ?? null, state, position],
    );
  }
}

function panelOf({ capacity, ...row }: PanelRow): Panel {
  return { ...row, capacity: capacity ?? undefined };
}
