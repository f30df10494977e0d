import { UnknownPanel } from '#domain/vpn/panel.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { PanelFinding, PanelProbe } from './panel-probe.js';

/** Tests the connection to one panel, or to all of them. Moves nothing. */
export class TestPanel {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly probe: PanelProbe,
  ) {}

  /** Throws `UnknownPanel` for one that is not there. */
  async execute(command: { readonly panelId: string | undefined }): Promise<readonly PanelFinding[]> {
    const { panelId } = command;
    const all = await this.unitOfWork.run((tx) => tx.panels.all());
    const wanted = all.filter(({ id }) => panelId === undefined || id === panelId);
    if (panelId !== undefined && wanted.length === 0) throw new UnknownPanel(panelId);
    return Promise.all(wanted.map((panel) => this.probe.probe(panel)));
  }
}
