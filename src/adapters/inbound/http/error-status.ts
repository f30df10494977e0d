import type { ErrorKind } from '#domain/shared/domain-error.js';

/** The one place that says which status a refusal gets. */
export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  limited: 429,
  unavailable: 503,
};
