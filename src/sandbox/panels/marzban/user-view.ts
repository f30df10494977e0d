import type { PanelUserView } from '../../kit/panel-user-view.js';
import { subscriptionToken } from './subscription-token.js';
import { INBOUNDS, isBeyondTime, type MarzbanUser } from './user.js';
import { WireRefusal } from './wire-refusal.js';

const PUBLIC_KEY = 'SbVKOEMjK0sIlbwg4akyBg5mL5KZwwB-ed4eEE7YnRc';
const SHORT_ID = '6ba85179e30d4fc2';

/** How links are written at this moment. */
export interface LinkWriting {
  readonly now: Date;
  /** Where the proxies listen. */
  readonly host: string;
  /** The panel chooses it after it has written its first links. */
  readonly shortId: boolean;
}

/** A user as every call on it answers. Throws a plain 500 for a row that cannot be read. */
export function wireOf(user: MarzbanUser, writing: LinkWriting): Record<string, unknown> {
  if (!user.vless || isBeyondTime(user.expire)) throw new WireRefusal(500);
  return {
    proxies: { vless: user.vless },
    expire: user.expire,
    data_limit: user.dataLimit,
    data_limit_reset_strategy: user.strategy,
    inbounds: { vless: user.tags },
    note: user.note,
    sub_updated_at: null,
    sub_last_user_agent: null,
    online_at: naive(user.onlineAt),
    on_hold_expire_duration: user.onHoldSeconds,
    on_hold_timeout: null,
    auto_delete_in_days: null,
    next_plan: user.nextPlan,
    username: user.username,
    status: user.status,
    used_traffic: user.used,
    lifetime_used_traffic: user.archived + user.used,
    created_at: naive(user.createdAt),
    links: linksOf(user, writing),
    subscription_url: `/sub/${subscriptionToken(user.username, writing.now)}`,
    excluded_inbounds: { vless: INBOUNDS.map(({ tag }) => tag).filter((tag) => !user.tags.includes(tag)) },
    admin: user.owner === null ? null : { username: user.owner, is_sudo: false, telegram_id: null, discord_webhook: null, users_usage: null },
  };
}

/** One link for each inbound that the user is on; whether it would work shows in its name only. */
export function linksOf(user: MarzbanUser, { host, shortId }: LinkWriting): readonly string[] {
  const { vless } = user;
  if (!vless) return [];
  return INBOUNDS.filter(({ tag }) => user.tags.includes(tag)).map(({ network, port }) => {
    const query = new URLSearchParams({
      security: 'reality',
      type: network,
      ...(network === 'tcp' ? { headerType: '', flow: vless.flow } : { serviceName: 'polaris', mode: 'gun' }),
      sni: 'www.example.org',
      fp: 'chrome',
      pbk: PUBLIC_KEY,
      sid: shortId ? SHORT_ID : '',
    });
    return `vless://${vless.id}@${host}:${port}?${query.toString()}#${encodeURIComponent(`${user.username} [VLESS - ${network}] ${user.status}`)}`;
  });
}

export function panelViewOf(user: MarzbanUser, now: Date, root: string): PanelUserView {
  return {
    key: user.username,
    marker: user.note,
    status: user.status,
    expiresAt: user.expire === null || isBeyondTime(user.expire) ? null : new Date(user.expire * 1000).toISOString(),
    usedBytes: String(user.used),
    limitBytes: user.dataLimit === null ? null : String(user.dataLimit),
    link: `${root}/sub/${subscriptionToken(user.username, now)}`,
  };
}

/** UTC that does not say so. */
function naive(iso: string | null): string | null {
  return iso && iso.replace('Z', '000');
}
