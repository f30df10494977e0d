import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { PaymentGateways } from '../ports/providers/payment-gateway.js';
import type { StarProvider } from '../ports/providers/star-provider.js';
import type { StoreHealthQueries } from '../queries/health-queries.js';
import type { PanelFinding, PanelProbe } from '../vpn/panels/panel-probe.js';

export interface ConnectionReport {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Calls every outside system once and says in a line each how it is. Moves nothing, never throws. */
export class CheckConnections {
  constructor(
    private readonly stores: StoreHealthQueries,
    private readonly gateways: PaymentGateways,
    private readonly stars: StarProvider,
    private readonly unitOfWork: UnitOfWork,
    private readonly panels: PanelProbe,
  ) {}

  async execute(): Promise<readonly ConnectionReport[]> {
    const [stores, gateways, stars, panels] = await Promise.all([this.checkStores(), this.checkGateways(), this.checkStars(), this.checkPanels()]);
    return [...stores, ...gateways, ...stars, ...panels];
  }

  /** The gateways alone. */
  checkGateways(): Promise<readonly ConnectionReport[]> {
    return Promise.all(
      this.gateways.all().map((gateway) =>
        report(gateway.descriptor.id, async () => {
          const health = await gateway.ping();
          return { ok: health.ok, detail: health.detail };
        }),
      ),
    );
  }

  /** None while the store is away, which then says so itself. */
  private async checkPanels(): Promise<readonly ConnectionReport[]> {
    const panels = await this.unitOfWork.run((tx) => tx.panels.all()).catch(() => []);
    return Promise.all(panels.map((panel) => report(`panel:${panel.id}`, async () => reportOf(await this.panels.probe(panel)))));
  }

  private async checkStores(): Promise<readonly ConnectionReport[]> {
    const [database, cache] = await Promise.all([this.stores.database(), this.stores.cache()]);
    return [
      { name: 'database', ok: database.ok, detail: database.detail },
      { name: 'cache', ok: cache.ok, detail: cache.detail },
    ];
  }

  async checkStars(): Promise<readonly ConnectionReport[]> {
    try {
      const health = await this.stars.health();
      return health.checks.map((check) => ({ name: check.name, ok: check.ok, detail: check.detail }));
    } catch (error) {
      return [{ name: this.stars.describe().id, ok: false, detail: reasonOf(error) }];
    }
  }
}

async function report(name: string, probe: () => Promise<{ ok: boolean; detail: string }>): Promise<ConnectionReport> {
  try {
    return { name, ...(await probe()) };
  } catch (error) {
    return { name, ok: false, detail: reasonOf(error) };
  }
}

function reportOf({ ok, version, troubles }: PanelFinding): { ok: boolean; detail: string } {
  const found = troubles.map(({ code, detail }) => `${code}: ${detail}`);
  return { ok, detail: [...(version === undefined ? [] : [`version ${version}`]), ...found].join('; ') || 'answers' };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown failure';
}
