import type { PanelUserView } from '../../../kit/panel-user-view.js';
import { type Major, type PanelUser, SQUADS } from './user.js';

export const ROOT = '/sandbox/remnawave';

/** A user as the panel's API shows it: 3.x has no uuid any more. */
export function wireUser(user: PanelUser, major: Major, origin: string): Readonly<Record<string, unknown>> {
  const { uuid, squads, usedTrafficBytes, lifetimeUsedTrafficBytes, onlineAt, firstConnectedAt, ...fields } = user;
  return {
    ...(major === 2 ? { uuid } : {}),
    ...fields,
    externalSquadUuid: null,
    lastTriggeredThreshold: 0,
    subscriptionUrl: linkOf(user, origin),
    activeInternalSquads: SQUADS.filter((squad) => squads.includes(squad.uuid)).map((squad) => ({ uuid: squad.uuid, name: squad.name })),
    userTraffic: { usedTrafficBytes, lifetimeUsedTrafficBytes, onlineAt, firstConnectedAt, lastConnectedNodeUuid: null },
  };
}

export function wireSquads(members: (squad: string) => number): Readonly<Record<string, unknown>> {
  const internalSquads = SQUADS.map(({ uuid, name, inbounds }) => ({
    uuid,
    name,
    info: { membersCount: members(uuid), inboundsCount: inbounds.length },
    inbounds: inbounds.map((tag) => ({ tag, type: 'vless', security: 'reality' })),
  }));
  return { total: internalSquads.length, internalSquads };
}

/** As the page and scripts see a user. */
export function viewOf(user: PanelUser, origin: string): PanelUserView {
  return {
    key: user.username,
    marker: user.description,
    status: user.status.toLowerCase(),
    expiresAt: user.expireAt,
    usedBytes: String(user.usedTrafficBytes),
    limitBytes: user.trafficLimitBytes === 0 ? null : String(user.trafficLimitBytes),
    link: linkOf(user, origin),
  };
}

export function linkOf({ shortUuid }: PanelUser, origin: string): string {
  return `${origin}${ROOT}/api/sub/${shortUuid}`;
}
