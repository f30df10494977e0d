import { setTimeout as pause } from 'node:timers/promises';
import { HttpServer } from '#adapters/inbound/http/http-server.js';
import type { Environment } from '#adapters/outbound/kit/config-section.js';
import { isSandbox, readConfig } from './config/config.js';
import type { RunningService } from './running-service.js';
import { Shop } from './shop.js';

/** Starts the service this environment asks for: the real one, or the sandbox when there is no bot token. */
export async function run(environment: Environment): Promise<RunningService> {
  if (!isSandbox(environment)) return runLive(environment);
  // Loaded here, because a live shop carries no stand-ins.
  const { runSandbox } = await import('./sandbox-mode.js');
  return runSandbox(environment);
}

async function runLive(environment: Environment): Promise<RunningService> {
  const config = readConfig(environment);
  const shop = await Shop.open(config);
  const server = new HttpServer(shop.handle);
  try {
    const { address, port } = await server.listen(config.http.host, config.http.port);
    await shop.start();
    return { origin: `http://${address}:${port}`, mode: 'live', stop: (graceMs) => stopLive(shop, server, graceMs, config.drainMs) };
  } catch (error) {
    await stopLive(shop, server, 0, 0);
    throw error;
  }
}

/**
 * First `/health` says so, for as long as balancers need to hear it; requests are answered meanwhile. Then no more come in, and those
 * that run may take half of the time that is left, so that the work they began has the rest.
 */
async function stopLive(shop: Shop, server: HttpServer, graceMs: number, drainMs: number): Promise<void> {
  const deadline = performance.now() + graceMs;
  const left = (): number => Math.max(0, deadline - performance.now());
  shop.beginStop(graceMs);
  await pause(Math.min(drainMs, graceMs));
  await server.close(left() / 2);
  await shop.stop(left());
}
