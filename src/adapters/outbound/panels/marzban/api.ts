import type { z } from 'zod';
import { PanelAuth, type PanelFailure } from '#use-cases/ports/panels/panel-error.js';
import { type PanelDeps, type WriteLine, writeLine } from '../../kit/define-panel.js';
import type { HttpAnswer, HttpRequest } from '../../kit/http-client.js';
import { HttpFailure } from '../../kit/http-failure.js';
import { documentOf } from '../../kit/json-reader.js';
import type { MarzbanSettings } from './config.js';
import { refusalOf, Stumble } from './refusal.js';
import { tokenSchema } from './wire.js';

/** Sixty calls at once stall the panel for half a minute; forty it bears, and other clients want some of them. */
export const MOST_AT_ONCE = 8;
const READ_TIMEOUT_MS = 10_000;
/** As long as the panel stalls when it runs out of database connections. */
const WRITE_TIMEOUT_MS = 35_000;

export interface ApiCall<Schema extends z.ZodType> {
  /** The port's operation that it is a part of. */
  readonly operation: string;
  readonly step: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly answer: Schema;
  /** About one account rather than about the panel. */
  readonly account: boolean;
}

/** Calls to one Marzban, each answered with the checked body or a `PanelError`. Signs in when it must, and once more when it is refused. */
export class MarzbanApi {
  private readonly system: string;
  /** Reads wait in it too: each takes one of the panel's few database connections. */
  private readonly line: WriteLine;
  private session: Promise<string> | undefined;

  constructor(
    private readonly settings: MarzbanSettings,
    private readonly deps: Pick<PanelDeps, 'id' | 'http'>,
  ) {
    this.system = `panel:${deps.id}`;
    this.line = writeLine(this.system, MOST_AT_ONCE);
  }

  async call<Schema extends z.ZodType>(call: ApiCall<Schema>): Promise<z.output<Schema>> {
    const failure = this.failureOf(call);
    const answer = await this.signedIn(call, failure);
    if (answer.status !== 200) throw refusalOf(answer, { failure, account: call.account });
    return checked(call.answer, answer, failure);
  }

  private failureOf({ operation, method }: ApiCall<z.ZodType>): PanelFailure {
    return { panel: this.deps.id, operation, outcome: method === 'GET' ? 'not_applied' : 'unknown' };
  }

  private async signedIn(call: ApiCall<z.ZodType>, failure: PanelFailure): Promise<HttpAnswer> {
    const session = this.openSession();
    const answer = await this.send(call, await session, failure);
    if (answer.status !== 401) return answer;
    if (this.session === session) this.session = undefined;
    return this.send(call, await this.openSession(), failure);
  }

  /** The token of now; those who wait for it share one sign-in, and the next one after a failure tries anew. */
  private openSession(): Promise<string> {
    const session = this.session ?? this.signIn();
    this.session = session;
    session.catch(() => {
      if (this.session === session) this.session = undefined;
    });
    return session;
  }

  private async signIn(): Promise<string> {
    const failure: PanelFailure = { panel: this.deps.id, operation: 'sign-in', outcome: 'not_applied' };
    const { username, password } = this.settings;
    const answer = await this.exchange(
      {
        step: 'sign-in',
        method: 'POST',
        url: `${this.settings.baseUrl}/api/admin/token`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ grant_type: 'password', username, password }).toString(),
        timeoutMs: READ_TIMEOUT_MS,
        repeatable: true,
      },
      failure,
    );
    if (answer.status === 401) throw new PanelAuth(failure, 'wrong-credentials', 'does not let the administrator in');
    if (answer.status !== 200) throw refusalOf(answer, { failure, account: false });
    return checked(tokenSchema, answer, failure).access_token;
  }

  private send(call: ApiCall<z.ZodType>, token: string, failure: PanelFailure): Promise<HttpAnswer> {
    const { step, method, path, body } = call;
    const isRead = method === 'GET';
    return this.exchange(
      {
        step,
        method,
        url: `${this.settings.baseUrl}${path}`,
        headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
        timeoutMs: isRead ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS,
        repeatable: isRead,
      },
      failure,
    );
  }

  private async exchange(request: Omit<HttpRequest, 'system'>, failure: PanelFailure): Promise<HttpAnswer> {
    try {
      return await this.line(() => this.deps.http.send({ ...request, system: this.system }));
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      if (error.outcome === 'not-sent') throw new Stumble({ ...failure, outcome: 'not_applied' }, 'could not be reached', 'unreachable');
      throw new Stumble(failure, 'did not answer', 'unreachable');
    }
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, answer: HttpAnswer, failure: PanelFailure): z.output<Schema> {
  const document = documentOf(answer.text);
  const parsed = schema.safeParse(document);
  if (document === undefined || !parsed.success) throw new Stumble(failure, 'answered in an unknown form', 'not-this-panel');
  return parsed.data;
}
