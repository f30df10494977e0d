import { join } from 'node:path';
import type { Environment } from '#adapters/outbound/kit/config-section.js';
import { SystemClock } from '#adapters/outbound/system/system-clock.js';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.js';
import { type Config, readConfig, readSandboxConfig } from './config/config.js';
import type { Edge } from './resources.js';
import type { RunningService } from './running-service.js';
import { Shop } from './shop.js';
import { TOKENS as T } from './tokens.js';

const NEWEST_TRANSFERS = 50;
const RESET_GRACE_MS = 5_000;
/** Who breaks a stand-in wants to see it mended soon. */
const SHORT_PAUSE_SECONDS = '5';

export interface RunningSandbox extends RunningService {
  readonly sandbox: Sandbox;
  /** The shop that runs in it now; a reset replaces it. */
  readonly shop: () => Shop;
}

/** Runs the shop in one process with stand-ins for everything outside; they and the shop meet only over HTTP, and share one clock, the sandbox's, which people may move ahead. */
export async function runSandbox(environment: Environment, edge: Edge = {}): Promise<RunningSandbox> {
  const { host, port, dataDir } = readSandboxConfig(environment);
  const machine = edge.clock ?? new SystemClock();
  const sandbox = await createSandbox({ host, port, stateFile: join(dataDir, 'sandbox.json'), now: () => machine.now() });
  const inside = { ...edge, clock: { now: () => sandbox.now() } };
  try {
    return await openInside(sandbox, readConfig({ ...environment, ...sandbox.environment, DATA_DIR: dataDir, CIRCUIT_BREAKER_OPEN_SECONDS: pauseOf(environment) }), inside);
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

async function openInside(sandbox: Sandbox, config: Config, edge: Edge): Promise<RunningSandbox> {
  let shop = await Shop.open(config, edge);
  const attach = async (): Promise<void> => {
    sandbox.attach({
      handle: (request, response) => shop.handle(request, response),
      ledger: () => shop.container.get(T.ledgerAudit).overview(NEWEST_TRANSFERS),
      reset,
      wake: () => shop.wake(),
    });
    await shop.start();
  };
  const reset = async (): Promise<void> => {
    sandbox.detach();
    await shop.stop(RESET_GRACE_MS, { wipe: true });
    shop = await Shop.open(config, edge);
    await attach();
  };
  try {
    await attach();
  } catch (error) {
    await shop.stop(0);
    throw error;
  }
  const stop = async (graceMs: number): Promise<void> => {
    shop.beginStop(graceMs);
    // What is brought from now on is kept by whoever brings it until the next start.
    sandbox.detach();
    await shop.stop(graceMs);
    await sandbox.stop();
  };
  return { origin: sandbox.origin, mode: 'sandbox', stop, sandbox, shop: () => shop };
}

function pauseOf(environment: Environment): string {
  return environment['CIRCUIT_BREAKER_OPEN_SECONDS']?.trim() || SHORT_PAUSE_SECONDS;
}
