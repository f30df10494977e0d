import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultReport, REPORT_FOLDER } from './fault-report.js';

/** Each file hands over what it counted, in whichever process it ran. */
export const mochaHooks = {
  afterAll(): void {
    faultReport.flush();
  },
};

export function mochaGlobalSetup(): void {
  if (process.env.POLARIS_TEST_DATABASE_URL === undefined) throw new Error('POLARIS_TEST_DATABASE_URL must name a Postgres server');
  process.env[REPORT_FOLDER] = mkdtempSync(join(tmpdir(), 'polaris-faults-'));
}

export function mochaGlobalTeardown(): void {
  const folder = process.env[REPORT_FOLDER] ?? '';
  process.stdout.write(`\n${faultReport.read(folder)}\n`);
  rmSync(folder, { recursive: true, force: true });
}
