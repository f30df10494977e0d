import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCommand } from '#composition/cli.js';
import { readConfig } from '#composition/config/config.js';
import { Shop } from '#composition/shop.js';
import { TOKENS as T } from '#composition/tokens.js';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.js';
import { type MarzbanWorld, openMarzbanWorld } from '../../contracts/panels/marzban/marzban-world.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';

const TAG = 'VLESS TCP REALITY';
const HOOK_SECRET = 'secret-of-the-panels-webhooks';
const PANEL_KEY = 'a-key-of-thirty-two-characters-and-more';

describe('a shop with panels', function () {
  this.timeout(60_000);
  let world: Sandbox;
  let panel: MarzbanWorld;
  let settings: Readonly<Record<string, string>>;
  let environment: Readonly<Record<string, string>>;

  before(async () => {
    [world, panel] = await Promise.all([createSandbox({ host: '127.0.0.1', port: 0 }), openMarzbanWorld()]);
    settings = panel.simulator.settings(panel.origin);
    const prefixed = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`MARZBAN_${name}`, value]));
    const others = Object.fromEntries(Object.entries(world.environment).filter(([name]) => !/^(MARZBAN|REMNAWAVE|XUI)_/.test(name)));
    environment = { ...others, ...prefixed, MARZBAN_PLACEMENT: TAG, MARZBAN_TITLE: 'Germany', MARZBAN_WEBHOOK_SECRET: HOOK_SECRET, LOG_LEVEL: 'silent', WEBHOOK_HOST: '' };
  });
  after(() => Promise.all([world.stop(), panel.close()]));

  describe('that the environment describes', () => {
    let database: TestDatabase;
    let shop: Shop;
    let server: Server;
    let origin: string;

    beforeEach(async () => {
      database = await testDatabase();
      shop = await open();
      server = createServer(shop.handle);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(async () => {
      server.closeAllConnections();
      server.close();
      await shop.stop(0);
    });

    const open = (changes: Readonly<Record<string, string>> = {}) =>
      Shop.open(readConfig({ ...environment, ...changes }), { openDatabase: async () => ({ ...database, close: () => Promise.resolve() }) });
    const json = async (path: string): Promise<unknown> => (await fetch(`${origin}${path}`)).json();

    it('has them in rows before it is opened, and speaks to them', async () => {
      const rows = await shop.container.get(T.unitOfWork).run((tx) => tx.panels.all());
      expect(rows).to.deep.equal([{ id: 'marzban', kind: 'marzban', title: 'Germany', placement: [TAG], capacity: undefined, state: 'open', position: 1 }]);
      expect((await (await shop.container.get(T.panels).get('marzban')).health([TAG])).ok).to.equal(true);
    });

    it('watches them', async () => {
      const { checks, circuits } = (await json('/health/detailed')) as { checks: { name: string; ok: boolean }[]; circuits: Record<string, string> };
      expect(checks.find(({ name }) => name === 'panel:marzban')).to.include({ ok: true });
      expect(circuits).to.include({ 'panel:marzban': 'closed' });
      expect(await (await fetch(`${origin}/metrics`)).text()).to.contain('polaris_circuit_state{system="panel:marzban"} 0');
    });

    it('hears them, under the secret that was agreed on', async () => {
      const post = (secret: string, id = 'marzban') =>
        fetch(`${origin}/webhook/panels/${id}`, { method: 'POST', body: '[]', headers: { 'x-webhook-secret': secret } });
      expect((await post(HOOK_SECRET)).status).to.equal(200);
      expect((await post('guessed')).status).to.equal(401);
      expect((await post(HOOK_SECRET, 'de-1')).status).to.equal(404);
    });

    it('compares them with its rows', async () => {
      const { compared, failed } = await shop.container.get(T.reconcile).execute({ days: 1 });
      expect(failed).to.deep.equal([]);
      expect(compared).to.include({ 'panel:marzban accounts': 0, 'panel:marzban rows': 0 });
    });

    it('names accounts and makes their secrets alike after every start', async () => {
      const before = shop.container.get(T.accountSecrets).of('a-subscription', 1);
      const again = await open();
      expect(again.container.get(T.accountSecrets).of('a-subscription', 1)).to.deep.equal(before);
      await again.stop(0);
      await database.reset();
      const other = await open();
      expect(other.container.get(T.accountSecrets).of('a-subscription', 1)).to.not.deep.equal(before);
      await other.stop(0);
    });
  });

  describe('that an operator adds by command', () => {
    let dataDir: string;
    const outputs: string[] = [];
    before(async () => {
      dataDir = await mkdtemp(join(tmpdir(), 'polaris-'));
    });
    after(() => rm(dataDir, { recursive: true, force: true }));

    async function polaris(words: string, input = '', changes: Readonly<Record<string, string>> = {}): Promise<{ code: number; output: string }> {
      const lines: string[] = [];
      const terminal = { write: (line: string) => void lines.push(line), readInput: () => Promise.resolve(input) };
      const code = await runCommand(words.split(' '), { ...world.environment, DATA_DIR: dataDir, PANEL_KEY, ...changes }, terminal);
      outputs.push(lines.join('\n'));
      return { code, output: lines.join('\n') };
    }
    const linesOf = (changes: Readonly<Record<string, string>> = {}): string =>
      Object.entries({ ...settings, PLACEMENT: TAG, ...changes })
        .map(([name, value]) => `${name}=${value}`)
        .join('\n');

    it('knows them from the next command on, until their key is another', async () => {
      expect((await polaris('panel add de-1 marzban', linesOf({ PLACEMENT: 'NOWHERE' }))).output).to.contain('The panel has no such inbound or squad');
      expect(await polaris('panel add de-1 marzban', linesOf())).to.include({ code: 0 });
      expect((await polaris('panel list')).output).to.match(/^de-1 +marzban +marzban +open +0\/any +VLESS TCP REALITY +ok$/m);
      const locked = await polaris('panel test', '', { PANEL_KEY: 'another-key-of-thirty-two-characters' });
      expect(locked.output).to.contain('Set the PANEL_KEY they were sealed with');
      expect(locked.code).to.equal(1);
      expect((await polaris('panel add nl-1 marzban', linesOf(), { PANEL_KEY: '' })).output).to.contain('PANEL_KEY is not set');
    });

    it('has printed no secret in all this', () => {
      expect(outputs).to.have.length(5);
      for (const secret of [settings['PASSWORD'] ?? 'there is one', PANEL_KEY]) expect(outputs.join('\n')).to.not.contain(secret);
    });
  });
});
