import type { Language } from '#domain/customers/customer.js';
import { Money, type MoneyJson } from '#domain/shared/money.js';
import type { Plan } from '#domain/vpn/plan.js';
import type { SubscriptionState } from '#domain/vpn/subscription-states.js';
import { type Renewal, Subscription } from '#domain/vpn/subscription.js';
import type { GrantKind, TimeGrant } from '#domain/vpn/time-grant.js';
import { VpnAccount, type VpnAccountProps } from '#domain/vpn/vpn-account.js';
import { type AllowanceJson, allowanceOf } from '../../models/allowance-json.js';

export interface PlanRow {
  readonly id: string;
  readonly titles: Readonly<Record<Language, string>>;
  readonly days: number;
  readonly allowance: AllowanceJson;
  readonly prices: readonly MoneyJson[];
  readonly state: Plan['state'];
  readonly position: number;
}

export interface SubscriptionRow {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly plan_id: string | null;
  readonly allowance: AllowanceJson;
  readonly state: SubscriptionState;
  readonly expires_at: Date;
  readonly version: string;
  readonly generation: number;
  readonly renewal: Renewal | null;
  readonly next_event_at: Date | null;
  readonly created_at: Date;
}

export interface GrantRow {
  readonly ref: string;
  readonly subscription_id: string;
  readonly kind: GrantKind;
  readonly seconds: string;
  readonly before: Date;
  readonly after: Date;
  readonly at: Date;
}

export interface AccountRow {
  readonly subscription_id: string;
  readonly panel_id: string;
  readonly account_key: string;
  readonly applied_version: string;
  readonly applied_generation: number;
  readonly state: VpnAccountProps['state'];
  readonly link: string | null;
  readonly used_bytes: string;
  readonly lifetime_bytes: string;
  readonly checked_at: Date | null;
  readonly attempts: number;
  readonly failure: string | null;
  readonly next_attempt_at: Date | null;
}

export function planOf({ prices, allowance, ...row }: PlanRow): Plan {
  return { ...row, allowance: allowanceOf(allowance), prices: prices.map((price) => Money.fromJson(price)) };
}

export function subscriptionOf(row: SubscriptionRow): Subscription {
  return new Subscription({
    id: row.id,
    userId: Number(row.user_id),
    name: row.name,
    planId: row.plan_id ?? undefined,
    allowance: allowanceOf(row.allowance),
    state: row.state,
    expiresAt: row.expires_at,
    version: Number(row.version),
    generation: row.generation,
    renewal: row.renewal ?? undefined,
    nextEventAt: row.next_event_at ?? undefined,
    createdAt: row.created_at,
  });
}

export function grantOf({ subscription_id: subscriptionId, seconds, ...row }: GrantRow): TimeGrant {
  return { ...row, subscriptionId, seconds: Number(seconds) };
}

export function accountOf(row: AccountRow): VpnAccount {
  return new VpnAccount({
    subscriptionId: row.subscription_id,
    panelId: row.panel_id,
    key: row.account_key,
    appliedVersion: Number(row.applied_version),
    appliedGeneration: row.applied_generation,
    state: row.state,
    link: row.link ?? undefined,
    usedBytes: BigInt(row.used_bytes),
    lifetimeBytes: BigInt(row.lifetime_bytes),
    checkedAt: row.checked_at ?? undefined,
    attempts: row.attempts,
    failure: row.failure ?? undefined,
    nextAttemptAt: row.next_attempt_at ?? undefined,
  });
}
