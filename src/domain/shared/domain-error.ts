/** What sort of refusal an error is; every inbound adapter maps each kind once. */
export type ErrorKind = 'invalid' | 'not-found' | 'conflict' | 'forbidden' | 'limited' | 'unavailable';

export type ErrorDetails = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * A refusal the asker can understand. `code` is stable public interface (`wallet.insufficient-funds`);
 * `details` holds only what may be shown to the asker, never a secret.
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}
