export interface SessionVerdict {
  readonly accepted: boolean;
  /** Why not, in a word an operator can look up; never holds a cookie. */
  readonly reason: string;
}

/** The login an operator keeps alive for a provider that knows no API keys. */
export interface ProviderSession {
  /** Whether the session could buy now. Moves no money. */
  precheck(): Promise<SessionVerdict>;
  /** Replaces the session by a browser's Cookie header if that passes the probe; the present one stays where it does not. */
  updateCookies(header: string): Promise<SessionVerdict>;
}
