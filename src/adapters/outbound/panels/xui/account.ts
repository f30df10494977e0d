import type { PanelAccountSpec, PanelAccountState } from '#use-cases/ports/panels/vpn-panel.js';
import type { Wish } from './wish.js';
import type { WireClient, WireTraffic } from './wire.js';

/** All that the panel shows of one client. */
export interface Account {
  readonly client: WireClient;
  readonly inboundIds: readonly string[];
  readonly traffic: WireTraffic;
}

/** The account's state by its facts. `prefix` is what a subscription link is behind. */
export function stateOf({ client, inboundIds, traffic }: Account, now: Date, prefix: string): PanelAccountState {
  const expired = isOver(client.expiryTime, now);
  const limited = isUsedUp(client.totalGB, traffic.used);
  // The panel's job switches off what ran out, with the very field a person uses.
  const enabled = client.enable || expired || limited;
  return {
    key: client.email,
    marker: client.comment || undefined,
    status: !enabled ? 'disabled' : expired ? 'expired' : limited ? 'limited' : 'active',
    enabled,
    expiresAt: client.expiryTime > 0 ? new Date(client.expiryTime) : undefined,
    trafficLimitBytes: client.totalGB > 0 ? BigInt(Math.trunc(client.totalGB)) : undefined,
    deviceLimit: client.limitIp > 0 ? client.limitIp : undefined,
    usedBytes: traffic.used,
    lifetimeBytes: traffic.allTime !== undefined && traffic.allTime > traffic.used ? traffic.allTime : traffic.used,
    onlineAt: traffic.lastOnline > 0 ? new Date(traffic.lastOnline) : undefined,
    placement: inboundIds,
    subscriptionUrl: `${prefix}${encodeURIComponent(client.subId)}`,
  };
}

/** Whether an update would change anything. The flow does not count: the panel drops it where it has no use. */
export function differs({ client, traffic }: Account, wish: Wish, now: Date): boolean {
  const { enable, trafficReset, ...rest } = wish;
  if (Object.entries(rest).some(([field, value]) => client[field] !== value)) return true;
  if (client.trafficReset !== undefined && (client.trafficReset || 'never') !== trafficReset) return true;
  return !isSwitched({ client, traffic }, enable, now);
}

/** Whether it is switched as asked; one that ran out may be off again the moment it was switched on. */
export function isSwitched({ client, traffic }: Pick<Account, 'client' | 'traffic'>, enable: boolean, now: Date): boolean {
  if (client.enable === enable) return true;
  return enable && (isOver(client.expiryTime, now) || isUsedUp(client.totalGB, traffic.used));
}

/** Every secret of a client with those of the spec: a password is there when an inbound that is not VLESS wants one. */
export function secretsFrom(spec: PanelAccountSpec, client?: WireClient): Readonly<Record<string, string>> {
  const word = spec.credential.replaceAll('-', '');
  return {
    id: spec.credential,
    subId: spec.linkToken,
    ...(client?.password ? { password: word } : {}),
    ...(client?.auth ? { auth: word } : {}),
  };
}

export function carriesSecrets({ client }: Account, spec: PanelAccountSpec): boolean {
  return client.uuid === spec.credential && client.subId === spec.linkToken;
}

/**
 * The client as an update takes it: what it leaves out, the panel sets to nothing. A row names the VLESS id `uuid` and its own
 * number `id`, and keeps as text what an update wants as a list.
 */
export function bodyOf({ id, uuid, createdAt, allowedIPs, ...kept }: WireClient): Record<string, unknown> {
  const addresses = typeof allowedIPs === 'string' ? allowedIPs.split(',').map((address) => address.trim()).filter(Boolean) : [];
  return {
    ...kept,
    id: uuid,
    ...(typeof createdAt === 'number' ? { created_at: createdAt } : {}),
    ...(addresses.length > 0 ? { allowedIPs: addresses } : {}),
  };
}

function isOver(expiryTime: number, now: Date): boolean {
  return expiryTime > 0 && expiryTime <= now.getTime();
}

function isUsedUp(totalGB: number, used: bigint): boolean {
  return totalGB > 0 && used >= BigInt(Math.trunc(totalGB));
}
