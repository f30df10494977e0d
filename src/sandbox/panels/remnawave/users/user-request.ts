import { type Issue, invalidRequest } from '../api/panel-refusal.js';
import { type PanelUser, STATUSES, STRATEGIES, type UserFields, type UserStatus } from './user.js';

export type Body = Readonly<Record<string, unknown>>;

export interface CreateRequest {
  readonly username: string;
  readonly expireAt: string;
  readonly fields: UserFields;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;
const USERNAME = /^[a-zA-Z0-9_-]{3,36}$/;
const CHANGEABLE: readonly UserStatus[] = ['ACTIVE', 'DISABLED'];

type Rule = (value: unknown) => boolean;

const isText: Rule = (value) => typeof value === 'string';
const isWhole: Rule = (value) => typeof value === 'number' && Number.isSafeInteger(value);
const orNull = (rule: Rule): Rule => (value) => value === null || rule(value);
const oneOf = (words: readonly string[]): Rule => (value) => typeof value === 'string' && words.includes(value);
const like = (pattern: RegExp): Rule => (value) => typeof value === 'string' && pattern.test(value);
const isDate: Rule = (value) => like(DATE)(value) && !Number.isNaN(Date.parse(String(value)));
const isCount: Rule = (value) => isWhole(value) && Number(value) >= 0;

/** A fraction of a byte passes here and fails in the database, as an unknown squad does. */
const RULES: Readonly<Record<string, Rule>> = {
  expireAt: isDate,
  trafficLimitBytes: (value) => typeof value === 'number' && value >= 0,
  trafficLimitStrategy: oneOf(STRATEGIES),
  telegramId: orNull(isWhole),
  email: orNull(like(/^\S+@\S+$/)),
  description: orNull(isText),
  tag: orNull(like(/^[A-Z0-9_]{1,16}$/)),
  activeInternalSquads: (value) => Array.isArray(value) && value.every(like(UUID)),
};
const CREATE_RULES: Readonly<Record<string, Rule>> = {
  ...RULES,
  username: like(USERNAME),
  status: oneOf(STATUSES),
  hwidDeviceLimit: isCount,
  vlessUuid: like(UUID),
  shortUuid: isText,
  trojanPassword: like(/^.{8,32}$/),
  ssPassword: like(/^.{8,32}$/),
};
const CHANGE_RULES: Readonly<Record<string, Rule>> = { ...RULES, status: oneOf(CHANGEABLE), hwidDeviceLimit: orNull(isCount) };
const REVOKE_RULES: Readonly<Record<string, Rule>> = {
  shortUuid: like(/^[A-Za-z0-9_-]{6,48}$/),
  revokeOnlyPasswords: (value) => typeof value === 'boolean',
};

/** Throws `PanelRefusal` for what validation refuses. */
export function readCreateRequest(body: Body): CreateRequest {
  refuse([...missing(body, 'username'), ...missing(body, 'expireAt'), ...violations(body, CREATE_RULES)]);
  return { username: String(body.username), expireAt: isoOf(body.expireAt), fields: fieldsOf(body, CREATE_RULES) };
}

/** The fields to change; a date that has passed is refused here, unlike in a create. */
export function readChangeRequest(body: Body, now: Date): UserFields {
  const issues = violations(body, CHANGE_RULES);
  const past = isDate(body.expireAt) && Date.parse(String(body.expireAt)) < now.getTime();
  refuse(past ? [...issues, { path: ['expireAt'], message: 'Expiration date cannot be in the past' }] : issues);
  return fieldsOf(body, CHANGE_RULES);
}

export function readRevokeRequest(body: Body): { readonly shortUuid?: string; readonly revokeOnlyPasswords?: boolean } {
  refuse(violations(body, REVOKE_RULES));
  return body;
}

/** An address in a path: the number of 3.x or the uuid of 2.x. */
export function readAddress(value: unknown, name: 'id' | 'uuid'): string {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const rule = name === 'id' ? /^\d{1,15}$/ : UUID;
  if (!rule.test(text)) refuse([{ path: [name], message: `Invalid ${name}` }]);
  return text.toLowerCase();
}

export function readWhole(text: string | null, usual: number, most: number, path: string): number {
  const value = text === null ? usual : Number(text);
  if (!Number.isInteger(value) || value > most) refuse([{ path: [path], message: `Expected a number up to ${most}` }]);
  return value;
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw invalidRequest(issues);
}

function missing(body: Body, field: string): Issue[] {
  return body[field] === undefined ? [{ path: [field], message: 'Required' }] : [];
}

function violations(body: Body, rules: Readonly<Record<string, Rule>>): Issue[] {
  return Object.entries(rules)
    .filter(([field, holds]) => body[field] !== undefined && !holds(body[field]))
    .map(([field]) => ({ path: [field], message: 'Invalid value' }));
}

function fieldsOf(body: Body, rules: Readonly<Record<string, Rule>>): UserFields {
  const given = Object.entries(body).filter(([field]) => field in rules && !['username', 'expireAt', 'activeInternalSquads'].includes(field));
  const date = body.expireAt === undefined ? {} : { expireAt: isoOf(body.expireAt) };
  const squads = body.activeInternalSquads === undefined ? {} : { squads: squadsOf(body.activeInternalSquads) };
  return { ...(Object.fromEntries(given) as UserFields), ...date, ...squads };
}

function squadsOf(value: unknown): PanelUser['squads'] {
  return [...new Set((value as string[]).map((uuid) => uuid.toLowerCase()))];
}

function isoOf(value: unknown): string {
  return new Date(String(value)).toISOString();
}
