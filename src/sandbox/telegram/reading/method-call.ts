import { badRequest } from '../bot-api-error.js';

export type UploadedFiles = ReadonlyMap<string, Buffer>;
export type Fields = Readonly<Record<string, unknown>>;

/** One call of a Bot API method, read alike whether it came as JSON, as a form or in the address. */
export class MethodCall {
  constructor(
    readonly method: string,
    private readonly fields: Fields,
    private readonly files: UploadedFiles = new Map(),
    /** Fires when the bot hung up. */
    readonly closed: AbortSignal = new AbortController().signal,
  ) {}

  text(name: string): string | undefined {
    const value = this.field(name);
    if (value === undefined || value === null) return undefined;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (/\p{Surrogate}/u.test(text)) throw badRequest('strings must be encoded in UTF-8');
    return text;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw badRequest(`parameter "${name}" is required`);
    return value;
  }

  /** A whole number that a JavaScript number holds exactly; anything else reads as absent, as Telegram does. */
  integer(name: string): number | undefined {
    const text = this.text(name)?.trim() ?? '';
    const value = Number(text);
    return text !== '' && Number.isSafeInteger(value) ? value : undefined;
  }

  flag(name: string): boolean {
    return ['true', '1', 'yes'].includes((this.text(name) ?? '').toLowerCase());
  }

  /** A structure, given as such or as JSON in a string; undefined when absent or empty. */
  structure(name: string, what: string): unknown {
    const value = this.field(name);
    if (typeof value !== 'string') return value ?? undefined;
    if (value.trim() === '') return undefined;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      throw badRequest(`can't parse ${what} JSON object`);
    }
  }

  file(name: string): Buffer | undefined {
    return this.files.get(name);
  }

  /** The private chat that is meant; undefined when the id cannot be one of a person. */
  chatId(name = 'chat_id'): number | undefined {
    if ((this.text(name) ?? '') === '') throw badRequest(`${name} is empty`);
    return this.integer(name);
  }

  private field(name: string): unknown {
    return Object.hasOwn(this.fields, name) ? this.fields[name] : undefined;
  }
}
