import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect } from 'chai';
import { runCommand } from '#composition/cli.js';
import { readConfig } from '#composition/config/config.js';
import type { Edge } from '#composition/resources.js';
import { Shop } from '#composition/shop.js';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.js';
import { testDatabase } from '../support/database.js';
import { findLeaks, secretsOf } from './support/leaks.js';
import { until } from './support/until.js';

const PASSWORD = 'canary/of the store';
const OTHER_WALLET = 'UQBvW8Z5huBkMJYdnfAEM5JqTNkuWX3diqYENkWsIL0XglxD';
const OTHER_TOKEN = '4200000001:canary-of-a-token-nobody-gave-out';

/** A Postgres that asks for the password and refuses it. */
function refusingPostgres(line: Socket): void {
  const message = (type: string, body: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return Buffer.concat([Buffer.from(type), length, body]);
  };
  line.once('data', () => {
    line.write(message('R', Buffer.from([0, 0, 0, 3])));
    line.once('data', () => line.end(message('E', Buffer.from('SFATAL\0C28P01\0Mpassword authentication failed for user "shop"\0\0'))));
  });
}

/** A Redis that knows neither the password nor any command without it. */
function refusingRedis(line: Socket): void {
  line.on('data', (commands) => line.write('-WRONGPASS invalid username-password pair or user is disabled.\r\n'.repeat(commands.toString().match(/^\*\d/gm)?.length ?? 1)));
}

describe('a start or a command that fails', function () {
  this.timeout(60_000);
  let world: Sandbox;
  let dataDir: string;
  const servers: Server[] = [];
  const printed: string[] = [];

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'polaris-'));
    world = await createSandbox({ host: '127.0.0.1', port: 0 });
  });
  after(async () => {
    for (const server of servers) server.close();
    await world.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function serving(answer: (line: Socket) => void): Promise<string> {
    const server = createServer((line) => answer(line.on('error', () => line.destroy()))).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `shop:${encodeURIComponent(PASSWORD)}@127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const environment = (changes: Readonly<Record<string, string>>): Record<string, string> => ({ ...world.environment, DATA_DIR: dataDir, TELEGRAM_UPDATES: 'polling', LOG_LEVEL: 'debug', ...changes });
  const onTestDatabase: Edge = { openDatabase: async () => ({ ...(await testDatabase()), close: () => Promise.resolve() }) };

  function keep(error: unknown): string {
    expect(error).to.be.instanceOf(Error);
    const { message, stack = '' } = error as Error;
    printed.push(message, stack);
    return message;
  }

  /** Why the shop does not open. */
  async function refusal(changes: Readonly<Record<string, string>>, edge: Edge = {}): Promise<string> {
    const open = async (): Promise<Shop> => Shop.open(readConfig(environment(changes)), edge);
    return keep(await open().catch((error: unknown) => error));
  }

  /** What a command prints, or why it is not run. */
  async function command(words: string, changes: Readonly<Record<string, string>>): Promise<string> {
    const lines: string[] = [];
    const terminal = { write: (line: string) => void lines.push(line), readInput: () => Promise.resolve('') };
    await runCommand(words.split(' '), environment(changes), terminal).catch((error: unknown) => lines.push(keep(error)));
    printed.push(...lines);
    return lines.join('\n');
  }

  /** Runs a shop until its log tells of its trouble. */
  async function trouble(pattern: RegExp, changes: Readonly<Record<string, string>>): Promise<void> {
    const log: string[] = [];
    const collecting = new Writable({ write: (line: Buffer, _encoding, done) => (log.push(line.toString()), done()) });
    const shop = await Shop.open(readConfig(environment(changes)), { ...onTestDatabase, log: collecting });
    await shop.start();
    await until(() => log.find((line) => pattern.test(line)), () => log.join(''));
    await shop.stop(0);
    printed.push(...log);
  }

  it('says that the store refuses the password', async () => {
    const DATABASE_URL = `postgres://${await serving(refusingPostgres)}/shop`;
    const messages = [await refusal({ DATABASE_URL }), await command('ledger verify', { DATABASE_URL }), await command('check-connections', { DATABASE_URL })];
    for (const message of messages) expect(message).to.contain('password authentication failed for user "shop"');
  });

  it('says that an address is no address', async () => {
    const nowhere = `shop:${PASSWORD}@store:no-port`;
    for (const broken of [{ DATABASE_URL: `postgres://${nowhere}/shop` }, { DATABASE_URL: `mysql://${nowhere}/shop` }, { REDIS_URL: `http://${nowhere}` }]) expect(await refusal(broken)).not.to.equal('');
    expect(await refusal({ REDIS_URL: `redis://${nowhere}` }, onTestDatabase)).not.to.equal('');
    expect(await command('ledger verify', { DATABASE_URL: `postgres://${nowhere}/shop` })).not.to.equal('');
  });

  it('names each variable that is wrong and shows none', async () => {
    const message = await refusal({
      ...{ TELEGRAM_TOKEN: OTHER_TOKEN.replace(':', '='), FRAGMENT_SEED_PHRASE: `${world.environment['FRAGMENT_SEED_PHRASE'] ?? ''} more`, FRAGMENT_COOKIES: PASSWORD },
      ...{ API_KEY: 'canary', HELEKET_PAYOUT_KEY: 'canary', WEBHOOK_SECRET: 'canary', TON_API_KEY: PASSWORD, HELEKET_BASE_URL: `https://shop:${PASSWORD}@pay.example`, TON_API_URL: `https://shop:${PASSWORD}@chain.example` },
    });
    for (const name of ['TELEGRAM_TOKEN', 'FRAGMENT_SEED_PHRASE', 'FRAGMENT_COOKIES', 'API_KEY', 'HELEKET_PAYOUT_KEY', 'WEBHOOK_SECRET', 'TON_API_KEY', 'HELEKET_BASE_URL', 'TON_API_URL']) expect(message).to.contain(name);
    expect(message).not.to.contain('canary');
  });

  it('says that the wallet is another', async () => {
    expect(await refusal({ FRAGMENT_WALLET_ADDRESS: OTHER_WALLET }, onTestDatabase)).to.contain('FRAGMENT_WALLET_ADDRESS is not the');
  });

  it('says that it knows no such payment', async () => {
    expect(await command(`refund 018f0000-0000-7000-8000-00000000000a ${OTHER_WALLET}`, {})).to.contain('Not refunded');
  });

  it('goes on without a Redis that refuses the password, and asks on when Telegram does not know the token', async () => {
    await trouble(/WRONGPASS/, { REDIS_URL: `redis://${await serving(refusingRedis)}` });
    await trouble(/401/, { TELEGRAM_TOKEN: OTHER_TOKEN });
  });

  it('shows no secret', () => {
    const canaries = new Map([...secretsOf(world.environment), ['the password', [PASSWORD, encodeURIComponent(PASSWORD)]], ['the other token', [OTHER_TOKEN, OTHER_TOKEN.split(':')[1] ?? '']]]);
    expect(printed.join('').length).to.be.greaterThan(5_000);
    expect(findLeaks(canaries, { planted: [...canaries.values()].flat().join(' ') })).to.have.length([...canaries.values()].filter((forms) => forms.some((form) => form !== '')).length);
    expect(findLeaks(canaries, Object.fromEntries(printed.map((text) => [text, text])))).to.deep.equal([]);
  });
});
