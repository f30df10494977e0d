import type { RunningService } from '#composition/running-service.js';

const GRACE_MS = 30_000;

let stopping = false;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** The first signal stops in peace, also in the middle of the start; the second at once. */
function stop(signal: NodeJS.Signals): void {
  if (stopping) process.exit(1);
  stopping = true;
  say(`${signal}: finishing what runs`);
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  leave().then(() => process.exit(0), fail);
}

async function leave(): Promise<void> {
  // A start that failed has closed what it had opened.
  const service = await starting.catch(() => undefined);
  await service?.stop(GRACE_MS - 5_000);
}

/** Everything is loaded from here, so that signals are heard from the first moment on. */
async function start(): Promise<RunningService> {
  const [{ readEnvironment }, { run }] = await Promise.all([import('#composition/config/environment.js'), import('#composition/run.js')]);
  return run(readEnvironment());
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
// State that nobody expected is not carried on with: the rows know what is owed, and the next start goes on from them.
process.on('unhandledRejection', fail);
process.on('uncaughtException', fail);

const starting = start();

try {
  const service = await starting;
  say(service.mode === 'sandbox' ? `\n  Polaris sandbox: open ${service.origin} in a browser. No account, no real money.\n` : `Polaris listens on ${service.origin}`);
} catch (error) {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- a signal may have come meanwhile
  if (!stopping) fail(error);
}
