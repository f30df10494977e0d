/** Runs `work` one at a time; calls that come meanwhile are answered by one more run, so the last news is never missed. */
export function coalesce(work) {
  let running;
  let again = false;
  const loop = async () => {
    do {
      again = false;
      await work();
    } while (again);
  };
  return () => {
    if (running) again = true;
    else running = loop().finally(() => (running = undefined));
    return running;
  };
}

/** Listens to the sandbox: `changed(system)` for each piece of news, `connected(bool)` when the line comes or goes. */
export function listen({ changed, connected }) {
  const source = new EventSource('/sandbox/events');
  source.addEventListener('open', () => connected(true));
  source.addEventListener('error', () => {
    connected(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ changed, connected }), 2000);
  });
  source.addEventListener('changed', (event) => {
    try {
      changed(JSON.parse(event.data).system);
    } catch {
      changed(undefined);
    }
  });
}

/** Resolves with the first truthy answer of `look`, asked every `every` ms; undefined after `within` ms or when `signal` aborts. */
export async function until(look, { within = 30_000, every = 250, signal } = {}) {
  const end = Date.now() + within;
  while (Date.now() < end && !signal?.aborted) {
    const found = await look();
    if (found) return found;
    await pause(every, signal);
  }
  return undefined;
}

/** Waits, or returns at once when `signal` aborts. */
export function pause(ms, signal) {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}
