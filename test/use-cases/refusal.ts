import { DomainError } from '#domain/shared/domain-error.js';

/** The error a call ends in; fails when it does not end in one. */
export async function refusalOf(call: Promise<unknown>): Promise<Error & { readonly code: string }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof DomainError) return error;
    return Object.assign(error instanceof Error ? error : new Error(String(error)), { code: 'unexpected' });
  }
  throw new Error('the call was expected to be refused');
}
