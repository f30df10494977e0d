import { setTimeout as pause } from 'node:timers/promises';
import { HttpServer } from '#adapters/inbound/http/http-server.js';
import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { readConfig } from '#composition/config/config.js';
import { Shop } from '#composition/shop.js';

const HEAD = 18;

/** Throws where the shop sends other statements for one webhook than pgbench does, or in another order. `deliver` brings one to the port. */
export async function sameStatements(script: string, environment: Readonly<Record<string, string>>, deliver: (port: number) => Promise<unknown>): Promise<void> {
  const expected = script.split(/;\s*\n/).map(headOf).filter((head) => head !== '');
  const sent: string[] = [];
  const seam: CallSeam = {
    around: (call, work) => {
      if (call.system === 'database') sent.push(headOf(call.step));
      return work();
    },
  };
  // Nothing of its own accord meanwhile.
  const shop = await Shop.open(readConfig({ ...environment, SWEEP_INTERVAL_MS: '60000', LOG_LEVEL: 'error' }), { seam });
  const server = new HttpServer(shop.handle);
  const { port } = await server.listen('127.0.0.1', 0);
  await shop.start();
  try {
    await pause(500);
    sent.length = 0;
    await deliver(port);
    while (sent.filter((head) => head === 'commit').length < 2) await pause(10);
  } finally {
    await server.close(1_000);
    await shop.stop(5_000);
  }
  const [ours, theirs] = [sent.slice(0, expected.length), expected].map((heads) => heads.join('\n'));
  if (ours !== theirs) throw new Error(`the shop and pgbench do not send the same:\n${ours ?? ''}\n--- pgbench\n${theirs ?? ''}`);
}

/** What a statement does to which table: the values are each side's own. */
function headOf(sql: string): string {
  const text = sql.replace(/^\\.*$/gm, '').replace(/\s+/g, ' ').replace(/;$/, '').trim().toLowerCase();
  return text.slice(0, HEAD);
}
