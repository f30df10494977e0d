import type { Context } from 'koa';
import { readJsonBody } from '#sandbox/kit/json-body.js';
import { invalid } from '#sandbox/kit/problem.js';

const LARGEST_USER_ID = 2 ** 52;

/** The person named in the address. */
export function userIdOf(ctx: Context & { params: Record<string, string | undefined> }): number {
  const digits = ctx.params['userId'] ?? '';
  const id = Number(digits);
  if (!/^\d{1,16}$/.test(digits) || id < 1 || id > LARGEST_USER_ID) {
    throw invalid('telegram.user-id', 'The user id is a positive whole number');
  }
  return id;
}

/** The JSON body of a control route, field by field; a wrong field is refused with its own code. */
export class UserInput {
  private constructor(private readonly fields: Readonly<Record<string, unknown>>) {}

  static async of(ctx: Context): Promise<UserInput> {
    return new UserInput(await readJsonBody(ctx));
  }

  text(name: string, longest: number): string {
    const value = this.optionalText(name, longest);
    if (value === undefined || value.trim() === '') throw invalid(`telegram.${name}`, `"${name}" is a non-empty text`);
    return value;
  }

  optionalText(name: string, longest: number): string | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string' || value.length > longest) {
      throw invalid(`telegram.${name}`, `"${name}" is a text of at most ${longest} characters`);
    }
    return value;
  }

  messageId(): number {
    const value = this.fields['messageId'];
    if (!Number.isSafeInteger(value)) throw invalid('telegram.messageId', '"messageId" is a whole number');
    return Number(value);
  }

  flag(name: string): boolean {
    const value = this.fields[name] ?? false;
    if (typeof value !== 'boolean') throw invalid(`telegram.${name}`, `"${name}" is true or false`);
    return value;
  }

  count(name: string): number | undefined {
    const value = this.fields[name];
    if (value === undefined) return undefined;
    if (!Number.isSafeInteger(value) || Number(value) < 0) throw invalid(`telegram.${name}`, `"${name}" is a whole number from 0 on`);
    return Number(value);
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined;
  }
}
