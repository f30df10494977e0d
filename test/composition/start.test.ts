import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DataFolderLock } from '#adapters/outbound/postgres/data-folder-lock.js';
import { readConfig } from '#composition/config/config.js';
import type { Edge } from '#composition/resources.js';
import { run } from '#composition/run.js';
import { Shop } from '#composition/shop.js';
import { SEED_PHRASE, V4R2_ADDRESS } from '../adapters/fragment/fixtures.js';
import { testDatabase } from '../support/database.js';
import { anEnvironment } from './an-environment.js';

describe('a shop that cannot start says why', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'polaris-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  async function refusal(environment: Readonly<Record<string, string | undefined>>): Promise<string> {
    const reason: unknown = await run({ PORT: '0', DATA_DIR: dataDir, ...environment }).catch((error: unknown) => error);
    expect(reason).to.be.instanceOf(Error);
    return (reason as Error).message;
  }

  it('a sandbox has no login, so it stays on this machine', async () => {
    for (const HOST of ['0.0.0.0', '::', 'shop.example']) expect(await refusal({ HOST })).to.contain('The sandbox has no login');
    expect(await readdir(dataDir)).to.deep.equal([]);
  });

  it('a port must be one', async () => {
    for (const PORT of ['http', '65536', '-1', '8080.5']) {
      expect(await refusal({ PORT })).to.match(/^The configuration has mistakes:\n {2}PORT must /);
      expect(await refusal({ ...anEnvironment(), PORT })).to.match(/ {2}PORT must /);
    }
  });

  it('a port must be free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const PORT = String((other.address() as AddressInfo).port);
    expect(await refusal({ PORT })).to.contain('already in use').and.contain(PORT);
    other.close();
  });

  it('two processes never work on one data folder', async () => {
    const lock = await DataFolderLock.acquire(dataDir);
    expect(await refusal({})).to.contain(`the data folder ${dataDir} is in use by the process ${process.pid}; stop it first`);
    await lock.release();
  });

  describe('a wallet must be the one that was meant', () => {
    const onTestDatabase: Edge = { openDatabase: async () => ({ ...(await testDatabase()), close: () => Promise.resolve() }) };

    async function walletRefusal(changes: Readonly<Record<string, string>>): Promise<string> {
      const reason: unknown = await Shop.open(readConfig(anEnvironment({ LOG_LEVEL: 'silent', ...changes })), onTestDatabase).catch((error: unknown) => error);
      const { message, stack = '' } = reason as Error;
      const words = (changes['FRAGMENT_SEED_PHRASE'] ?? SEED_PHRASE).split(' ').filter((word) => word.length > 5);
      expect(words.filter((word) => stack.includes(word))).to.deep.equal([]);
      return message;
    }

    it('words that are no wallet are refused', async () => {
      const FRAGMENT_SEED_PHRASE = SEED_PHRASE.split(' ').reverse().join(' ');
      expect(await walletRefusal({ FRAGMENT_SEED_PHRASE })).to.equal('FRAGMENT_SEED_PHRASE is not a TON seed phrase of 24 words');
    });

    it('another wallet\'s address is refused', async () => {
      const FRAGMENT_WALLET_ADDRESS = 'UQDDXb-OLelSc8intmyyhouPoVawxLsSKmtnuxcGGR3jmP-s';
      expect(await walletRefusal({ FRAGMENT_WALLET_ADDRESS })).to.equal('FRAGMENT_WALLET_ADDRESS is not the v5r1 address of FRAGMENT_SEED_PHRASE');
    });

    it('the address of another version says which', async () => {
      expect(await walletRefusal({ FRAGMENT_WALLET_ADDRESS: V4R2_ADDRESS })).to.contain('set FRAGMENT_WALLET_VERSION=v4r2');
    });
  });
});
