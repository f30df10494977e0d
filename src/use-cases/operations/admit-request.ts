import type { UserId } from '#domain/customers/customer.js';
import type { KnownCustomers } from '../customers/known-customers.js';
import type { Metrics } from '../ports/runtime/metrics.js';
import type { Admission, RateLimiter } from '../ports/runtime/rate-limiter.js';
import { crowdLimit, limitsOf, type LimitSettings } from './limit-rules.js';

/** Somebody's wish, before anything is done about it. */
export type IncomingRequest =
  | { readonly kind: 'message' | 'operation' | 'payment'; readonly userId: UserId; readonly premium: boolean }
  | { readonly kind: 'api' | 'probe'; readonly address: string };

const PREMIUM_FACTOR = 2;
const NEWCOMER_FACTOR = 0.5;

/**
 * Decides whether a request may be worked on now, before it costs anything. Operators always pass. A person's own limit comes first, so
 * that one who floods does not use up what all people share; web addresses share nothing, and so cannot crowd people out.
 */
export class AdmitRequest {
  private readonly operators: ReadonlySet<UserId>;

  constructor(
    private readonly limiter: RateLimiter,
    private readonly known: KnownCustomers,
    private readonly metrics: Metrics,
    private readonly settings: LimitSettings,
    operators: readonly UserId[],
  ) {
    this.operators = new Set(operators);
  }

  /** Never throws. */
  async execute(request: IncomingRequest): Promise<Admission> {
    if ('address' in request) return this.judge(`${request.kind}:${request.address}`, request);
    if (this.operators.has(request.userId)) return { allowed: true };
    const own = await this.judge(`user:${request.userId}`, request, await this.factorOf(request));
    return own.allowed ? this.joinCrowd() : own;
  }

  private async judge(subject: string, { kind }: IncomingRequest, factor?: number): Promise<Admission> {
    return this.counted(kind, await this.limiter.check(subject, limitsOf(kind, this.settings, factor)));
  }

  private async joinCrowd(): Promise<Admission> {
    return this.counted('global', await this.limiter.check('everybody', crowdLimit(this.settings)));
  }

  private counted(type: string, admission: Admission): Admission {
    if (!admission.allowed) this.metrics.count('telegram_bot_rate_limit_hits', { type });
    return admission;
  }

  private async factorOf(request: { readonly userId: UserId; readonly premium: boolean }): Promise<number> {
    return (request.premium ? PREMIUM_FACTOR : 1) * ((await this.known.isNewcomer(request.userId)) ? NEWCOMER_FACTOR : 1);
  }
}
