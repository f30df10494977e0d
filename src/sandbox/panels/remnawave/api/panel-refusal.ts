/** A call the panel refuses, with the HTTP status and the body it does so with. */
export class PanelRefusal extends Error {
  constructor(
    readonly status: number,
    private readonly words: Readonly<Record<string, unknown>>,
    private readonly business = false,
  ) {
    super('refused');
    this.name = 'PanelRefusal';
  }

  /** Business errors tell when and where, the framework's own do not. */
  body(path: string, now: Date): Readonly<Record<string, unknown>> {
    return this.business ? { timestamp: now.toISOString(), path, ...this.words } : this.words;
  }
}

const BUSINESS = {
  A001: [500, 'Internal server error'],
  A018: [500, 'Failed to create user'],
  A019: [400, 'User username already exists'],
  A020: [400, 'User short UUID already exists'],
  A024: [500, 'Failed to get all users'],
  A025: [404, 'User not found'],
  A029: [400, 'User already disabled'],
  A030: [400, 'User already enabled'],
  A037: [500, 'Failed to delete user'],
  A039: [500, 'Failed to update user'],
  A063: [404, 'User with specified params not found'],
} as const;

export type BusinessCode = keyof typeof BUSINESS;

export function business(code: BusinessCode): PanelRefusal {
  const [status, message] = BUSINESS[code];
  return new PanelRefusal(status, { message, errorCode: code }, true);
}

export interface Issue {
  readonly path: readonly string[];
  readonly message: string;
}

/** Validation has no code of its own. */
export function invalidRequest(issues: readonly Issue[]): PanelRefusal {
  const errors = issues.map(({ path, message }) => ({ code: 'custom', path, message }));
  return new PanelRefusal(400, { statusCode: 400, message: 'Validation failed', errors });
}

export const UNAUTHORIZED = { message: 'Unauthorized', statusCode: 401 };
export const FORBIDDEN = { message: 'Forbidden resource', error: 'Forbidden', statusCode: 403 };

export function noSuchRoute(method: string, path: string): PanelRefusal {
  return new PanelRefusal(404, { message: `Cannot ${method} ${path}`, error: 'Not Found', statusCode: 404 });
}
