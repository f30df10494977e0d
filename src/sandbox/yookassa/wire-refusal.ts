export type ErrorCode = 'invalid_request' | 'invalid_credentials' | 'forbidden' | 'not_found' | 'internal_server_error';

const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid_request: 400,
  invalid_credentials: 401,
  forbidden: 403,
  not_found: 404,
  internal_server_error: 500,
};

/** A call the provider refuses, with its code, its words and the parameter it complains about. */
export class WireRefusal extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly description: string,
    readonly parameter?: string,
  ) {
    super('refused');
    this.name = 'WireRefusal';
  }

  get status(): number {
    return STATUS[this.code];
  }

  body(id: string): object {
    const { code, description, parameter } = this;
    return { type: 'error', id, code, description, ...(parameter === undefined ? {} : { parameter }) };
  }
}
