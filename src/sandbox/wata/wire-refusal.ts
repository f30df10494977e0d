import type { WireValue } from './wire-json.js';

/** A call the provider refuses: the status and the body it does so with. */
export class WireRefusal extends Error {
  constructor(
    readonly status: number,
    readonly body: WireValue | undefined,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super('refused');
    this.name = 'WireRefusal';
  }
}

/** A refusal under one of the provider's own codes. */
export function refused(code: string, message: string, status = 400): WireRefusal {
  return new WireRefusal(status, { error: { code, message, details: null, data: {}, validationErrors: null } });
}

/** Fields that are wrong, all named at once. */
export function invalid(fields: Readonly<Record<string, string>>): WireRefusal {
  const validationErrors = Object.entries(fields).map(([member, message]) => ({ message, members: [member] }));
  return new WireRefusal(400, { error: { code: null, message: 'Your request is not valid!', details: Object.values(fields).join(' '), data: {}, validationErrors } });
}
