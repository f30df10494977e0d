// npm run bench -- [webhooks] [rate] [receive] [ledger] [updates] [sandbox] [history] [renewals]; everything when none is named.
import type { Effort } from './effort.js';
import { agedAnswers } from './history.js';
import { ledgerTransfers } from './ledger.js';
import { agedLines, duelLines, type Line, printTable, rateLines, receivedLines, renewalLines, reportOf, sandboxLines, updatesLines } from './report.js';
import { eveningOfRenewals } from './renewals.js';
import { sandboxFigures } from './sandbox.js';
import { startChild } from './stand/child.js';
import { sandboxAccounts } from './stand/shop-environment.js';
import { updatesAnswered } from './updates.js';
import { webhooksAtRate, webhooksCredited, webhooksReceived } from './webhooks.js';

const number = (name: string, usual: number): number => Number(process.env[name] ?? usual);

const effort: Effort = { rounds: number('BENCH_ROUNDS', 5), each: number('BENCH_EACH', 2000), clients: number('BENCH_CLIENTS', 10) };
const accounts = await sandboxAccounts();
const outside = await startChild('outside', {});

const MEASUREMENTS: Readonly<Record<string, () => Promise<readonly Line[]>>> = {
  webhooks: async () => duelLines(await webhooksCredited(effort, accounts, outside), 'pgbench, same statements'),
  rate: async () => {
    const perSecond = number('BENCH_RATE', 200);
    return rateLines(perSecond, await webhooksAtRate(perSecond, number('BENCH_SECONDS', 20), accounts, outside, effort.clients));
  },
  receive: async () => receivedLines(await webhooksReceived(effort, accounts, outside)),
  ledger: async () => duelLines(await ledgerTransfers(effort), 'pgbench, same function'),
  updates: async () => [
    ...updatesLines(await updatesAnswered('off', effort, accounts, outside)),
    ...updatesLines(await updatesAnswered('on', effort, accounts, outside)),
  ],
  history: async () => agedLines(await agedAnswers(10_000, number('BENCH_HISTORY', 10_000_000))),
  renewals: async () => renewalLines(await eveningOfRenewals(number('BENCH_RENEWALS', 10_000))),
  sandbox: async () => {
    const purchases = number('BENCH_PURCHASES', 50);
    return [...sandboxLines(await sandboxFigures('embedded', purchases)), ...sandboxLines(await sandboxFigures('server', purchases))];
  },
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in MEASUREMENTS));
const lines: Line[] = [];
try {
  if (unknown.length > 0) throw new Error(`no such measurement: ${unknown.join(', ')}; there are ${Object.keys(MEASUREMENTS).join(', ')}`);
  for (const [name, measure] of Object.entries(MEASUREMENTS)) {
    if (named.length > 0 && !named.includes(name)) continue;
    console.error(`measuring ${name} …`);
    lines.push(...(await measure()));
  }
} finally {
  await outside.stop();
}
const report = await reportOf(lines);
printTable(report);
console.log(JSON.stringify(report, undefined, 2));
