export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log. Secrets are redacted by the adapter, but nobody passes one on purpose. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  child(fields: LogFields): Logger;
}
