import { existsSync } from 'node:fs';
import type { Environment } from '#adapters/outbound/kit/config-section.js';

/** The process's environment, completed by a `.env` file in the working directory; a variable that is set already wins. */
export function readEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
