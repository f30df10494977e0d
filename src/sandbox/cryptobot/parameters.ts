/** A method's parameters, from wherever they came: forms and addresses hold text, JSON may hold anything. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A parameter's text, whether it came as text or as a JSON number; empty for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
