import type { ConfigIssue, Environment } from '#adapters/outbound/kit/config-section.js';
import type { GatewayDefinition, GatewayDeps } from '#adapters/outbound/kit/define-gateway.js';
import { gateways } from '#adapters/outbound/payments/index.js';
import type { PaymentGateway, PaymentGateways } from '#use-cases/ports/providers/payment-gateway.js';
import { UnknownGateway } from '#use-cases/ports/providers/provider-error.js';

/** A gateway whose section of the configuration is complete. */
export interface ConfiguredGateway {
  readonly id: string;
  readonly secrets: readonly string[];
  /** Collects Stars alone. */
  readonly comesWithTheBot?: boolean;
  create(deps: GatewayDeps): PaymentGateway;
}

/** What has to be set to turn a gateway on, for each of them. */
export const GATEWAY_VARIABLES: readonly string[] = gateways.filter((definition) => !definition.comesWithTheBot).map((definition) => definition.required.join(', '));

/** Reads every registered gateway's section; one that is not configured is off. */
export function readGateways(environment: Environment, issues: ConfigIssue[]): readonly ConfiguredGateway[] {
  return gateways.flatMap((definition) => readGateway(definition, environment, issues));
}

function readGateway<GatewayConfig>(definition: GatewayDefinition<GatewayConfig>, environment: Environment, issues: ConfigIssue[]): readonly ConfiguredGateway[] {
  const section = definition.parse(environment);
  if ('issues' in section) issues.push(...section.issues);
  if (!('config' in section)) return [];
  const { config } = section;
  const { id, comesWithTheBot = false } = definition;
  return [{ id, comesWithTheBot, secrets: definition.secrets(config), create: (deps) => definition.create(config, deps) }];
}

/** The running gateways by id. */
export class GatewayRegistry implements PaymentGateways {
  private readonly byId: ReadonlyMap<string, PaymentGateway>;

  constructor(gatewayList: readonly PaymentGateway[]) {
    this.byId = new Map(gatewayList.map((gateway) => [gateway.descriptor.id, gateway]));
  }

  get(id: string): PaymentGateway {
    const gateway = this.byId.get(id);
    if (!gateway) throw new UnknownGateway(id);
    return gateway;
  }

  all(): readonly PaymentGateway[] {
    return [...this.byId.values()];
  }
}
