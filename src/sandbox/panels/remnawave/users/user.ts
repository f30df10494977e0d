export const STATUSES = ['ACTIVE', 'DISABLED', 'LIMITED', 'EXPIRED'] as const;
export type UserStatus = (typeof STATUSES)[number];

export const STRATEGIES = ['NO_RESET', 'DAY', 'WEEK', 'MONTH', 'MONTH_ROLLING'] as const;
export type TrafficStrategy = (typeof STRATEGIES)[number];

/** 2.x names users by uuid, 3.x by number. */
export type Major = 2 | 3;

/** One user as the panel keeps it: plain JSON, times in ISO form, bytes whole. */
export interface PanelUser {
  readonly id: number;
  readonly uuid: string;
  readonly username: string;
  shortUuid: string;
  vlessUuid: string;
  trojanPassword: string;
  ssPassword: string;
  status: UserStatus;
  expireAt: string;
  /** 0 = unlimited. */
  trafficLimitBytes: number;
  trafficLimitStrategy: TrafficStrategy;
  /** null = the panel's default, 0 = off. */
  hwidDeviceLimit: number | null;
  telegramId: number | null;
  email: string | null;
  description: string | null;
  tag: string | null;
  squads: string[];
  usedTrafficBytes: number;
  lifetimeUsedTrafficBytes: number;
  onlineAt: string | null;
  firstConnectedAt: string | null;
  lastTrafficResetAt: string | null;
  subRevokedAt: string | null;
  readonly createdAt: string;
  updatedAt: string;
}

/** What a create or a change may set; everything else is the panel's own. */
export type UserFields = Partial<
  Pick<
    PanelUser,
    | 'shortUuid' | 'vlessUuid' | 'trojanPassword' | 'ssPassword' | 'status' | 'expireAt' | 'trafficLimitBytes' | 'trafficLimitStrategy'
    | 'hwidDeviceLimit' | 'telegramId' | 'email' | 'description' | 'tag' | 'squads'
  >
>;

export interface Squad {
  readonly uuid: string;
  readonly name: string;
  readonly inbounds: readonly string[];
}

/** What this panel serves. The last one is as an operator leaves it who has not finished. */
export const SQUADS: readonly Squad[] = [
  { uuid: '6f9e3c1a-58b2-4c07-9a51-0d2e7b8f4a10', name: 'Europe', inbounds: ['VLESS TCP REALITY'] },
  { uuid: 'b2d4f7a9-1c3e-4f58-8b60-97a1c5e3d824', name: 'World', inbounds: ['VLESS TCP REALITY', 'VLESS XHTTP REALITY'] },
  { uuid: '0c8a5e72-94d1-4b3f-a6c7-3e1f9b205d46', name: 'Unfinished', inbounds: [] },
];
