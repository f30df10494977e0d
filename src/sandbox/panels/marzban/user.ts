export const STATUSES = ['active', 'disabled', 'limited', 'expired', 'on_hold'] as const;
export type UserStatus = (typeof STATUSES)[number];
export const STRATEGIES = ['no_reset', 'day', 'week', 'month', 'year'] as const;
export type ResetStrategy = (typeof STRATEGIES)[number];
export const FLOWS = ['', 'xtls-rprx-vision'] as const;

/** Where people can be served; a VLESS user may be on any of them. */
export const INBOUNDS = [
  { tag: 'VLESS TCP REALITY', protocol: 'vless', network: 'tcp', tls: 'reality', port: 8443 },
  { tag: 'VLESS GRPC REALITY', protocol: 'vless', network: 'grpc', tls: 'reality', port: 2053 },
] as const;

export interface VlessSettings {
  id: string;
  flow: string;
}

/** A row of the panel's database; times in ISO form, `expire` in Unix seconds, traffic in bytes. */
export interface MarzbanUser {
  readonly username: string;
  /** The administrator who made it; null for the one of the environment, who has no row. */
  readonly owner: string | null;
  readonly createdAt: string;
  status: UserStatus;
  expire: number | null;
  dataLimit: number | null;
  strategy: ResetStrategy;
  used: number;
  /** What was used before the resets. */
  archived: number;
  resetAt: string;
  note: string | null;
  /** Null for a row that was made without proxies, which the panel itself cannot read any more. */
  vless: VlessSettings | null;
  tags: readonly string[];
  revokedAt: string | null;
  onlineAt: string | null;
  onHoldSeconds: number | null;
  nextPlan: unknown;
}

/** Python's last year; a date in milliseconds lies behind it. */
const LAST_SECOND = 253_402_300_799;

/** Whether a date cannot be printed, on which every answer about its row fails, and the review too. */
export function isBeyondTime(expire: number | null | undefined): boolean {
  return (expire ?? 0) > LAST_SECOND;
}
