import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

export interface Cruised {
  /** `rule: from -> to`, one a violation. */
  readonly violations: readonly string[];
  readonly seen: ReadonlySet<string>;
}

interface WallConfig {
  readonly forbidden: unknown[];
  readonly options: ICruiseOptions & { enhancedResolveOptions: Record<string, unknown> };
}

/** Runs the walls over the `src` and `db` of a folder, the way `npm run walls` does. */
export async function cruiseProject(folder: string): Promise<Cruised> {
  const config = ((await import(pathToFileURL(resolve('.dependency-cruiser.mjs')).href)) as { default: WallConfig }).default;
  const { enhancedResolveOptions, ...options } = config.options;
  const { output } = await cruise(
    ['src', 'db'],
    { ...options, tsConfig: undefined as never, baseDir: resolve(folder), ruleSet: { forbidden: config.forbidden as never[] }, validate: true },
    enhancedResolveOptions,
    { tsConfig: extractTSConfig(resolve('tsconfig.json')) },
  );
  const result = output as ICruiseResult;
  return {
    violations: result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    seen: new Set(result.modules.map((module) => module.source)),
  };
}
