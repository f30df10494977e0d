import type { z } from 'zod';
import type { PaymentGateway } from '#use-cases/ports/providers/payment-gateway.js';
import type { StarChargeBook } from '#use-cases/ports/providers/star-charge-book.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import { type ConfigSection, type Environment, parseSection } from './config-section.js';
import type { HttpClient } from './http-client.js';

export interface GatewayDeps {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Where the provider calls back, by gateway id; undefined while nobody can reach this service. */
  readonly webhookUrl: (gatewayId: string) => string | undefined;
  /** Where the payer goes after paying. */
  readonly returnUrl: string | undefined;
  /** What was paid with Telegram Stars, for the gateway that asks no provider about it. */
  readonly starCharges?: StarChargeBook | undefined;
}

export interface GatewaySpec<Config> {
  readonly id: string;
  /** The name of its section in the service's configuration. */
  readonly configKey: string;
  /** Variables without which the gateway cannot work: none of them set means that it is off. */
  readonly required: readonly string[];
  /** It is on wherever there is a bot, collects Stars alone, and so is no way to pay for what a shop sells for other money. */
  readonly comesWithTheBot?: boolean;
  /** Reads its variables, already trimmed and with empty ones left out. */
  readonly schema: z.ZodType<Config>;
  /** Everything in the configuration that a log must never show. */
  secrets(config: Config): readonly string[];
  create(config: Config, deps: GatewayDeps): PaymentGateway;
}

/** All that the rest of the service knows of a gateway's folder. */
export interface GatewayDefinition<Config = unknown> extends GatewaySpec<Config> {
  parse(environment: Environment): ConfigSection<Config>;
}

/** Completes a gateway's folder with the reading of its section: off when untouched, an error when only half is there. */
export function defineGateway<Config>(spec: GatewaySpec<Config>): GatewayDefinition<Config> {
  return { ...spec, parse: (environment) => parseSection(spec, environment) };
}
