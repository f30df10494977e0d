import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Database, openDatabase } from '#adapters/outbound/postgres/connection.js';
import { migrateToLatest } from '#adapters/outbound/postgres/migrate.js';
import { runCommand } from '#composition/cli.js';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.js';
import { Api } from '../../e2e/support/api.js';
import { findLeaks, secretsOf } from '../../e2e/support/leaks.js';
import { Outside } from '../../e2e/support/outside.js';
import { ShopProcess } from '../../e2e/support/shop-process.js';

interface Run {
  readonly code: number | null;
  readonly output: string;
}

describe('the command line', function () {
  this.timeout(60_000);
  let root: string;
  let world: Sandbox;
  let outside: Outside;
  let copies = 0;
  const outputs: string[] = [];

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'polaris-'));
    world = await createSandbox({ host: '127.0.0.1', port: 0 });
    outside = new Outside(new Api(world.origin));
    await inStore(async ({ knex }) => {
      await migrateToLatest({ knex, kind: 'embedded', close: () => Promise.resolve(), wipe: () => Promise.resolve() });
      await knex.raw(`INSERT INTO users (user_id, first_name, language, created_at, last_seen_at) VALUES (42, 'Vera', 'en', now(), now())`);
      await knex.raw(`SELECT ledger_post('bonus:1', 'bonus', 'TON', 5000000000, 'expense:bonus', NULL, 'user:available', 42)`);
    });
  });
  after(async () => {
    await world.stop();
    await rm(root, { recursive: true, force: true });
  });

  const store = (): string => join(root, 'store');

  async function inStore(work: (database: Database) => Promise<unknown>): Promise<void> {
    const database = await openDatabase({ dataDir: store(), poolSize: 1 });
    await work(database);
    await database.close();
  }

  async function run(words: string, environment: Readonly<Record<string, string>>, input = ''): Promise<Run> {
    const lines: string[] = [];
    const terminal = { write: (line: string) => void lines.push(line), readInput: () => Promise.resolve(input) };
    const code = await runCommand(words.split(' '), environment, terminal).catch((error: unknown) => {
      lines.push(error instanceof Error ? error.message : String(error));
      return 1;
    });
    outputs.push(lines.join('\n'));
    return { code, output: lines.join('\n') };
  }

  /** The same as a person does it, in a process of its own. */
  async function runProcess(words: string, environment: Readonly<Record<string, string>>): Promise<Run> {
    const process = ShopProcess.run('src/cli.ts', environment, words.split(' '));
    const { code } = await process.exit();
    outputs.push(process.output);
    return { code, output: process.output };
  }

  /** Runs a command against the world of the sandbox, with a store of its own. */
  async function polaris(words: string, input = ''): Promise<Run> {
    const DATA_DIR = join(root, `copy-${++copies}`);
    await cp(store(), DATA_DIR, { recursive: true });
    return run(words, { ...world.environment, DATA_DIR }, input);
  }

  /** The states of a table's rows by their first column. */
  function statesIn({ output }: Run): Readonly<Record<string, string>> {
    const lines = output.split('\n').map((line) => line.split(/ {2,}/));
    return Object.fromEntries(lines.flatMap(([name = '', state = '']) => (state === 'ok' || state === 'TROUBLE' ? [[name, state] as const] : [])));
  }

  describe('ledger verify', () => {
    const verify = (): Promise<Run> => run('ledger verify', { DATA_DIR: store() });

    it('counts every rule and finds the books whole', async () => {
      const { code, output } = await verify();
      expect(output).to.match(/^check +state +counted +what must hold\n─+ {2}─+/);
      expect(output).to.match(/^I1 +ok +1 +every transfer has two legs that balance$/m);
      expect(output).to.match(/^I11 +ok +0 +every finished order/m);
      expect(output).to.contain('The ledger is whole.');
      expect(code).to.equal(0);
    });

    it('shows the rows that break a rule', async () => {
      const tamper = (change: string) => inStore(({ knex }) => knex.transaction((trx) => trx.raw(`SET LOCAL session_replication_role = replica; ${change}`)));
      await tamper('UPDATE balances SET amount = amount + 1');
      const { code, output } = await verify();
      await tamper('UPDATE balances SET amount = amount - 1');
      expect(output).to.match(/^I2 +TROUBLE +1 +every balance is the sum of its entries$/m);
      expect(output).to.match(/I2 is broken by:\n {2}\{/).and.contain('"balance":"5000000001"').and.contain('"entries":"5000000000"');
      expect(output).to.match(/1 of \d+ checks failed\.$/m);
      expect(code).to.equal(1);
    });
  });

  it('shows every outside system, and the market in detail, while all is well', async () => {
    const [check, precheck, status] = await Promise.all([polaris('check-connections'), polaris('fragment precheck'), polaris('fragment status')]);
    expect(statesIn(check)).to.include({ database: 'ok', cache: 'ok', heleket: 'ok' });
    expect(precheck.output).to.match(/^check +state +detail\n─+ {2}─+/);
    expect(Object.values(statesIn(precheck))).to.deep.equal(['ok', 'ok', 'ok']);
    expect(precheck.output).to.match(/price of 50 stars +ok +0\.\d+ TON/);
    expect(Object.keys(statesIn(status)).length).to.be.greaterThan(2);
    expect([check.code, precheck.code, status.code]).to.deep.equal([0, 0, 0]);
  });

  it('says what is wrong when the market has forgotten the session, and takes a new one only if it is good', async () => {
    await outside.session('expired');
    const [check, bad] = await Promise.all([polaris('check-connections'), polaris('fragment update-cookies', 'stel_ssid=1; stel_token=2')]);
    expect(Object.values(statesIn(check))).to.include('TROUBLE');
    expect(statesIn(check)).to.include({ heleket: 'ok' });
    expect(bad.output).to.contain('the session there was before stays');
    expect([check.code, bad.code]).to.deep.equal([1, 1]);
    await outside.session('valid');
    const good = await polaris('fragment update-cookies', `${world.environment['FRAGMENT_COOKIES'] ?? ''}\n`);
    expect(good.output).to.contain('the new session is kept');
    expect(good.code).to.equal(0);
  });

  it('lists what it can do when asked for something else, and names what its configuration lacks', async () => {
    const [unknown, lacking] = await Promise.all([runProcess('sell everything', {}), runProcess('fragment status', { DATA_DIR: join(root, 'none') })]);
    expect(unknown.output).to.contain('Commands:\n  ledger verify\n  check-connections\n  fragment precheck');
    expect(lacking.output).to.contain('TELEGRAM_TOKEN is missing').and.contain('FRAGMENT_SEED_PHRASE');
    expect([unknown.code, lacking.code]).to.deep.equal([1, 1]);
  });

  describe('in all this', () => {
    it('has printed no secret', () => {
      expect(outputs).to.have.length(10);
      expect(findLeaks(secretsOf(world.environment), { printed: outputs.join('\n') })).to.deep.equal([]);
    });
  });
});
