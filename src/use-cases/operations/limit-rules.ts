import type { LimitedAction } from '../ports/runtime/rate-limiter.js';

/** What the operator tunes. */
export interface LimitSettings {
  readonly messagesPerMinute: number;
  readonly operationsPerMinute: number;
  readonly paymentsPerHour: number;
  readonly apiPerMinute: number;
  /** All people together. */
  readonly globalPerSecond: number;
  /** One subject within a second, whatever the longer limit still allows. */
  readonly burst: number;
}

/** What a request is counted as. A probe asks for health or metrics. */
export type LimitedKind = 'message' | 'operation' | 'payment' | 'api' | 'probe';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Monitoring asks every few seconds, from several places. */
const PROBES_PER_MINUTE = 600;

/** A person who waits when told to never meets this; a script that does not wait is left alone for longer and longer. */
const BANS = { refusals: 10, stepsMs: [30 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE], quietMs: 10 * MINUTE } as const;

/** The limits of one kind of request, `factor` times as wide as usual; at least one request always passes. */
export function limitsOf(kind: LimitedKind, settings: LimitSettings, factor = 1): LimitedAction {
  const scaled = (most: number): number => Math.max(1, Math.floor(most * factor));
  const { most, windowMs } = longWindow(kind, settings);
  const windows = [{ most: scaled(most), windowMs }];
  if (kind === 'probe') return { name: kind, windows };
  return { name: kind, windows: [...windows, { most: scaled(settings.burst), windowMs: SECOND }], bans: BANS };
}

/** Nobody is banned for the crowd. */
export function crowdLimit(settings: LimitSettings): LimitedAction {
  return { name: 'all', windows: [{ most: settings.globalPerSecond, windowMs: SECOND }] };
}

function longWindow(kind: LimitedKind, settings: LimitSettings): { readonly most: number; readonly windowMs: number } {
  switch (kind) {
    case 'message':
      return { most: settings.messagesPerMinute, windowMs: MINUTE };
    case 'operation':
      return { most: settings.operationsPerMinute, windowMs: MINUTE };
    case 'payment':
      return { most: settings.paymentsPerHour, windowMs: HOUR };
    case 'api':
      return { most: settings.apiPerMinute, windowMs: MINUTE };
    case 'probe':
      return { most: PROBES_PER_MINUTE, windowMs: MINUTE };
  }
}
