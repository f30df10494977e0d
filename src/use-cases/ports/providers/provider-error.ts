import { DomainError } from '#domain/shared/domain-error.js';

/**
 * What a failed call to an outside system means. All but `unknown_outcome` say that nothing happened there;
 * after `unknown_outcome` only a lookup, or the same call under the same key, may follow.
 */
export type ProviderErrorKind =
  | 'rejected'
  | 'unauthorized'
  | 'not_found'
  | 'not_supported'
  | 'rate_limited'
  | 'unavailable'
  | 'unknown_outcome';

export class ProviderError extends DomainError {
  constructor(
    readonly provider: string,
    readonly failure: ProviderErrorKind,
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(`provider.${failure.replaceAll('_', '-')}`, 'unavailable', message, { provider });
  }
}

/** The provider answered with an invoice that asks for something else than we asked: never shown to anybody. */
export class InvoiceMismatch extends DomainError {
  constructor(provider: string, field: string) {
    super('payments.invoice-mismatch', 'unavailable', 'the provider returned a different invoice', { provider, field });
  }
}

export class UnknownGateway extends DomainError {
  constructor(gateway: string) {
    super('payments.unknown-gateway', 'not-found', 'no such payment method', { gateway: gateway.slice(0, 40) });
  }
}
