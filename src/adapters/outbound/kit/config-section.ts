import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigIssue {
  /** The variable's name. */
  readonly name: string;
  /** What is wrong with it, never its value. */
  readonly message: string;
}

export type ConfigSection<Config> =
  | { readonly off: true }
  | { readonly config: Config }
  | { readonly issues: readonly ConfigIssue[] };

export interface SectionSpec<Config> {
  readonly required: readonly string[];
  readonly schema: z.ZodType<Config>;
}

/** Reads a section: off when none of what it needs is set, an error for each mistake when only a part is right. */
export function parseSection<Config>(spec: SectionSpec<Config>, environment: Environment): ConfigSection<Config> {
  const values = meant(environment);
  const present = spec.required.filter((name) => Object.hasOwn(values, name));
  if (spec.required.length > 0 && present.length === 0) return { off: true };
  const parsed = spec.schema.safeParse(values);
  if (parsed.success) return { config: parsed.data };
  return { issues: parsed.error.issues.map((issue) => asIssue(issue, values)) };
}

function meant(environment: Environment): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const trimmed = value?.trim();
    if (trimmed) values[name] = trimmed;
  }
  return values;
}

function asIssue(issue: z.core.$ZodIssue, values: Record<string, string>): ConfigIssue {
  const name = String(issue.path[0] ?? 'configuration');
  const value = values[name];
  if (value === undefined) return { name, message: 'is missing' };
  return { name, message: issue.message.includes(value) ? 'is not valid' : issue.message };
}
