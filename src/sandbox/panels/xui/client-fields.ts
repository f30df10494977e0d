import { PanelRefusal } from './panel-refusal.js';

/** What a caller may say of a client; everything it leaves out is nothing. */
export interface ClientFields {
  readonly id: string;
  readonly email: string;
  readonly subId: string;
  readonly password: string;
  readonly auth: string;
  readonly flow: string;
  readonly security: string;
  readonly group: string;
  readonly comment: string;
  readonly trafficReset: string;
  /** With commas between. */
  readonly allowedIPs: string;
  readonly limitIp: number;
  readonly limitHwid: number;
  readonly totalGB: number;
  readonly expiryTime: number;
  readonly tgId: number;
  readonly reset: number;
  readonly resetDay: number;
  readonly enable: boolean;
}

type Body = Readonly<Record<string, unknown>>;
type Kind = 'string' | 'int64' | 'bool';

const CYCLES = new Set(['', 'never', 'hourly', 'daily', 'weekly', 'monthly']);

/** Reads a client as strictly as Go does, a field of another type is refused. Throws `PanelRefusal`. */
export function readClient(body: Body): ClientFields {
  const text = (name: string): string => read(body, name, 'string', '');
  const count = (name: string): number => read(body, name, 'int64', 0);
  const fields: ClientFields = {
    id: text('id'),
    email: text('email'),
    subId: text('subId'),
    password: text('password'),
    auth: text('auth'),
    flow: text('flow'),
    security: text('security'),
    group: text('group'),
    comment: text('comment'),
    trafficReset: text('trafficReset'),
    allowedIPs: readAddresses(body),
    limitIp: count('limitIp'),
    limitHwid: count('limitHwid'),
    totalGB: count('totalGB'),
    expiryTime: count('expiryTime'),
    tgId: count('tgId'),
    reset: count('reset'),
    resetDay: count('resetDay'),
    enable: read(body, 'enable', 'bool', false),
  };
  refuseSenseless(fields);
  return fields;
}

/** The inbounds' ids a body names. */
export function readInboundIds({ inboundIds }: Body): readonly number[] {
  if (inboundIds == null) return [];
  if (!Array.isArray(inboundIds) || !inboundIds.every((id) => Number.isInteger(id))) throw mismatch('inboundIds', '[]int');
  return inboundIds as number[];
}

/** A list when it comes, a text when it is shown. */
function readAddresses({ allowedIPs }: Body): string {
  if (allowedIPs == null) return '';
  if (!Array.isArray(allowedIPs)) throw mismatch('allowedIPs', '[]string');
  return allowedIPs.join(',');
}

function refuseSenseless({ email, subId, trafficReset }: ClientFields): void {
  if (email.trim() === '') throw new PanelRefusal('client email is required\n');
  const forbidden = /[/\\\s\u0000-\u001f\u007f]/;
  if (forbidden.test(email)) throw new PanelRefusal(`client email contains an invalid character: ${email}\n`);
  if (forbidden.test(subId)) throw new PanelRefusal(`client subId contains an invalid character: ${subId}\n`);
  if (!CYCLES.has(trafficReset)) throw new PanelRefusal(`client trafficReset must be never, hourly, daily, weekly or monthly, got: ${trafficReset}\n`);
}

function read<Value>(body: Body, name: string, kind: Kind, nothing: Value): Value {
  const value = body[name];
  if (value == null) return nothing;
  const fits = kind === 'int64' ? Number.isInteger(value) : typeof value === typeof nothing;
  if (!fits) throw mismatch(name, kind);
  return value as Value;
}

function mismatch(field: string, kind: string): PanelRefusal {
  return new PanelRefusal(`json: cannot unmarshal into Go struct field Client.${field} of type ${kind}`);
}
