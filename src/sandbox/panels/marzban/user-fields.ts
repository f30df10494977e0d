import { FLOWS, INBOUNDS, type ResetStrategy, STRATEGIES, type VlessSettings } from './user.js';
import { WireRefusal } from './wire-refusal.js';

type Body = Readonly<Record<string, unknown>>;

/** Undefined = absent. Null where the panel takes it although it then stumbles. */
interface CommonFields {
  readonly expire: number | null | undefined;
  readonly data_limit: number | null | undefined;
  readonly data_limit_reset_strategy: ResetStrategy | null | undefined;
  readonly note: string | null | undefined;
  readonly inbounds: readonly string[] | 'unnamed' | null | undefined;
  readonly on_hold_expire_duration: number | null | undefined;
  readonly next_plan: unknown;
}

export interface NewUser extends CommonFields {
  readonly username: string;
  readonly status: 'active' | 'on_hold' | undefined;
  readonly proxies: Partial<VlessSettings> | undefined;
}

export interface UserChanges extends CommonFields {
  readonly status: 'active' | 'disabled' | 'on_hold' | undefined;
  readonly proxies: Partial<VlessSettings> | null | undefined;
}

const USERNAME = /^(?=\w{3,32}\b)[a-zA-Z0-9\-_@.]+\n?$/;
const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const PROTOCOLS = new Map([['vmess', 'VMess'], ['vless', 'VLESS'], ['trojan', 'Trojan'], ['shadowsocks', 'Shadowsocks']]);

/** What is wrong with one field. */
class FieldError extends Error {}

/** Reads `POST /api/user` as strictly and as laxly as the panel does. Throws `WireRefusal` that names every wrong field. */
export function readNewUser(body: Body): NewUser {
  const fields = new Fields(body);
  const user: NewUser = {
    username: fields.required('username', username),
    status: fields.given('status', oneOf('active', 'on_hold')),
    proxies: fields.given('proxies', (value) => vlessOf(value, 'needed') ?? {}),
    ...common(fields),
  };
  fields.refuse();
  refuseOnHold(user.status, user.on_hold_expire_duration, user.expire);
  return user;
}

/** Reads `PUT /api/user/…` in the same way. */
export function readChanges(body: Body): UserChanges {
  const fields = new Fields(body);
  const changes: UserChanges = {
    status: fields.given('status', oneOf('active', 'disabled', 'on_hold')),
    proxies: fields.given('proxies', (value) => (value === null ? null : vlessOf(value, 'optional'))),
    ...common(fields),
  };
  fields.refuse();
  refuseOnHold(changes.status, changes.on_hold_expire_duration, null);
  return changes;
}

function common(fields: Fields): CommonFields {
  return {
    expire: fields.given('expire', orNull(whole)),
    data_limit: fields.given('data_limit', orNull(size)),
    data_limit_reset_strategy: fields.given('data_limit_reset_strategy', orNull(oneOf(...STRATEGIES))),
    note: fields.given('note', orNull(note)),
    inbounds: fields.given('inbounds', orNull(tagsOf)),
    on_hold_expire_duration: fields.given('on_hold_expire_duration', orNull(whole)),
    next_plan: fields.given('next_plan', (value) => value),
  };
}

/** Collects what is wrong with a body, field by field. */
class Fields {
  private readonly errors: Record<string, string> = {};

  constructor(private readonly body: Body) {}

  given<Value>(name: string, read: (value: unknown) => Value): Value | undefined {
    if (!Object.hasOwn(this.body, name)) return undefined;
    try {
      return read(this.body[name]);
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      this.errors[name] = error.message;
      return undefined;
    }
  }

  required(name: string, read: (value: unknown) => string): string {
    if (!Object.hasOwn(this.body, name)) this.errors[name] = 'Field required';
    return this.given(name, read) ?? '';
  }

  refuse(): void {
    if (Object.keys(this.errors).length > 0) throw new WireRefusal(422, this.errors);
  }
}

function orNull<Value>(read: (value: unknown) => Value): (value: unknown) => Value | null {
  return (value) => (value === null ? null : read(value));
}

function oneOf<Word extends string>(...words: readonly Word[]): (value: unknown) => Word {
  return (value) => words.find((word) => word === value) ?? wrong(`Input should be ${words.map((word) => `'${word}'`).join(' or ')}`);
}

function username(value: unknown): string {
  if (typeof value !== 'string') return wrong('Input should be a valid string');
  return USERNAME.test(value) ? value : wrong('Value error, Username only can be 3 to 32 characters and contain a-z, 0-9, and underscores in between.');
}

function whole(value: unknown): number {
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  if (typeof value === 'string') return wrong('Input should be a valid integer, unable to parse string as an integer');
  if (typeof value !== 'number') return wrong('Input should be a valid integer');
  return Number.isInteger(value) ? value : wrong('Input should be a valid integer, got a number with a fractional part');
}

function size(value: unknown): number {
  if (typeof value !== 'number') return wrong('Value error, data_limit must be an integer or a float, not a string');
  return value >= 0 ? Math.trunc(value) : wrong('Input should be greater than or equal to 0');
}

function note(value: unknown): string {
  if (typeof value !== 'string') return wrong('Input should be a valid string');
  return value.length <= 500 ? value : wrong("Value error, User's note can be a maximum of 500 character");
}

/** Only VLESS is served here, so that any other protocol is refused as switched off. */
function vlessOf(value: unknown, need: 'needed' | 'optional'): Partial<VlessSettings> | undefined {
  if (value === null || !isObject(value) || (need === 'needed' && Object.keys(value).length === 0)) return wrong('Value error, Each user needs at least one proxy');
  for (const protocol of Object.keys(value)) {
    const name = PROTOCOLS.get(protocol) ?? wrong(`Input should be ${[...PROTOCOLS.keys()].join(', ')}`);
    if (protocol !== 'vless') throw new WireRefusal(400, `Protocol ProxyTypes.${name} is disabled on your server`);
  }
  const { vless } = value;
  return vless === undefined ? undefined : vlessSettings(isObject(vless) ? vless : {});
}

function vlessSettings({ id, flow }: Body): Partial<VlessSettings> {
  if (id !== undefined && !(typeof id === 'string' && UUID.test(id))) return wrong('Input should be a valid UUID');
  return { ...(id === undefined ? {} : { id: id.toLowerCase() }), ...(flow === undefined ? {} : { flow: oneOf(...FLOWS)(flow) }) };
}

/** `unnamed` when VLESS is not mentioned. */
function tagsOf(value: unknown): readonly string[] | 'unnamed' {
  if (!isObject(value)) return wrong('Input should be a valid dictionary');
  const { vless } = value;
  if (vless === undefined) return 'unnamed';
  if (!Array.isArray(vless)) return wrong('Input should be a valid list');
  const tags = vless.map(String);
  const missing = tags.find((tag) => !INBOUNDS.some((inbound) => inbound.tag === tag));
  return missing === undefined ? [...new Set(tags)] : wrong(`Value error, Inbound ${missing} doesn't exist`);
}

function refuseOnHold(status: string | undefined, seconds: number | null | undefined, expire: number | null | undefined): void {
  if (status !== 'on_hold') return;
  if (!seconds || seconds < 0) throw new WireRefusal(422, { status: 'Value error, User cannot be on hold without a valid on_hold_expire_duration.' });
  if (expire) throw new WireRefusal(422, { status: 'Value error, User cannot be on hold with specified expire.' });
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(message: string): never {
  throw new FieldError(message);
}
