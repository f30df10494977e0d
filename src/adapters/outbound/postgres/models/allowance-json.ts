import type { Allowance, TrafficPeriod } from '#domain/vpn/plan.js';

/** How an allowance is kept: bytes as text, for they may be more than a number holds. */
export interface AllowanceJson {
  readonly traffic: string | null;
  readonly trafficPeriod: TrafficPeriod;
  readonly devices: number | null;
  readonly panels: readonly string[];
  readonly spans: boolean;
}

export function allowanceJson({ traffic, trafficPeriod, devices, panels, spans }: Allowance): AllowanceJson {
  return { traffic: traffic?.toString() ?? null, trafficPeriod, devices: devices ?? null, panels, spans };
}

export function allowanceOf({ traffic, trafficPeriod, devices, panels, spans }: AllowanceJson): Allowance {
  return { traffic: traffic === null ? undefined : BigInt(traffic), trafficPeriod, devices: devices ?? undefined, panels, spans };
}
