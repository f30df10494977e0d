/** One client as the panel stores it, its counters beside it. */
export interface Client {
  readonly id: number;
  email: string;
  subId: string;
  /** The VLESS and VMess id. */
  uuid: string;
  /** Trojan. */
  password: string;
  auth: string;
  flow: string;
  security: string;
  /** WireGuard, with commas between. */
  allowedIPs: string;
  limitIp: number;
  limitHwid: number;
  /** Bytes in spite of its name; 0 = without a limit. */
  totalGB: number;
  /** Milliseconds; 0 = never, below 0 = so long after the first use. */
  expiryTime: number;
  enable: boolean;
  tgId: number;
  group: string;
  comment: string;
  /** Days by which it is extended whenever it ends; 0 = never. */
  reset: number;
  resetDay: number;
  trafficReset: string;
  readonly createdAt: number;
  updatedAt: number;
  inboundIds: number[];
  up: number;
  down: number;
  allTime: number;
  lastOnline: number;
}

export interface Inbound {
  readonly id: number;
  readonly remark: string;
  readonly protocol: 'vless' | 'trojan';
  readonly port: number;
  readonly tag: string;
  /** Set for one that a server of its own serves. */
  readonly nodeId?: number;
}

export const INBOUNDS: readonly Inbound[] = [
  { id: 1, remark: 'VLESS REALITY', protocol: 'vless', port: 443, tag: 'in-443-tcp' },
  { id: 2, remark: 'Trojan', protocol: 'trojan', port: 8443, tag: 'in-8443-tcp' },
  { id: 3, remark: 'VLESS REALITY far away', protocol: 'vless', port: 443, tag: 'n1-in-443-tcp', nodeId: 1 },
];

export function isExpired({ expiryTime }: Client, now: number): boolean {
  return expiryTime > 0 && expiryTime <= now;
}

export function isDepleted({ totalGB, up, down }: Client): boolean {
  return totalGB > 0 && up + down >= totalGB;
}
