import { expect } from 'chai';
import { AddPanelCommand } from '#adapters/inbound/cli/panels/add-panel-command.js';
import { ChangePanelCommand, type ChangeWord } from '#adapters/inbound/cli/panels/change-panel-command.js';
import { ListPanelsCommand } from '#adapters/inbound/cli/panels/list-panels-command.js';
import { TestPanelCommand } from '#adapters/inbound/cli/panels/test-panel-command.js';
import type { CliCommand } from '#adapters/inbound/cli/cli-command.js';
import type { PanelTroubleCode } from '#use-cases/ports/panels/panel-error.js';
import { PanelDesk } from '../../use-cases/vpn/panels/panel-desk.js';

const TROUBLES: readonly PanelTroubleCode[] = [
  'unreachable', 'not-this-panel', 'wrong-credentials', 'missing-scope', 'token-expired', 'token-expires-soon', 'unsupported-version',
  'core-stopped', 'no-placement', 'unknown-placement', 'forwarding-headers', 'refused', 'failing',
];
const SETTINGS = ['# the panel in Berlin', '', 'BASE_URL=https://panel.example', 'PASSWORD = s3cr3t=of the panel', 'PLACEMENT=VLESS TCP, VLESS WS', 'TITLE=', 'CAPACITY=20', ''].join('\r\n');

describe('the commands for panels', () => {
  let desk: PanelDesk;
  beforeEach(() => {
    desk = new PanelDesk();
  });

  async function run(command: CliCommand, args: string, input = ''): Promise<{ code: number; output: string }> {
    const lines: string[] = [];
    const code = await command.run(args.split(' ').filter(Boolean), { write: (line) => void lines.push(line), readInput: () => Promise.resolve(input) });
    return { code, output: lines.join('\n') };
  }
  const add = (args: string, input = SETTINGS) => run(new AddPanelCommand(desk.addPanel), args, input);
  const list = () => run(new ListPanelsCommand(desk.listPanels), '');
  const test = (args = '') => run(new TestPanelCommand(desk.testPanel), args);
  const change = (word: ChangeWord, args: string) => run(new ChangePanelCommand(word, desk.changePanel), args);

  it('add a panel by its settings from standard input', async () => {
    expect(await add('de-1 memory')).to.deep.equal({ code: 0, output: 'de-1 is added (version memory). Running processes know it within seconds.' });
    expect((await desk.vault.load('de-1'))?.settings).to.deep.equal({
      BASE_URL: 'https://panel.example',
      PASSWORD: 's3cr3t=of the panel',
      PLACEMENT: 'VLESS TCP, VLESS WS',
      CAPACITY: '20',
    });
    expect((await desk.rows())[0]).to.deep.include({ title: 'memory', placement: ['VLESS TCP', 'VLESS WS'], capacity: 20 });
    expect((await add('de-1 memory')).output).to.contain('de-1 has its new settings');
  });

  it('take no setting from the command line, and show none', async () => {
    for (const args of ['', 'de-1', 'de-1 memory PASSWORD=s3cr3t']) {
      const { code, output } = await add(args);
      expect(code).to.equal(1);
      expect(output).to.contain('so that no shell history keeps a secret').and.not.contain('s3cr3t');
    }
    const { output } = await add('de-1 memory', 'PASSWORD: s3cr3t');
    expect(output).to.contain('is no NAME=value').and.not.contain('s3cr3t');
    expect(await desk.rows()).to.deep.equal([]);
  });

  it('name what is wrong with the settings', async () => {
    const { code, output } = await add('de-1 memory', 'CAPACITY=s3cr3t');
    expect(code).to.equal(1);
    expect(output).to.contain('  BASE_URL is missing\n  PLACEMENT is missing').and.contain('CAPACITY is not valid').and.not.contain('s3cr3t');
    expect((await add('de-1 hiddify')).output).to.contain('there are memory, other');
    expect((await add('Berlin memory')).output).to.contain('Nothing was kept: an id has up to 16 small letters');
  });

  it('say of each trouble in plain words what it is, and keep nothing', async () => {
    const words = new Set<string>();
    for (const code of TROUBLES) {
      desk.candidate.condition = { ok: false, version: undefined, troubles: [{ code, detail: 'exactly this' }] };
      const { code: exit, output } = await add('de-1 memory');
      expect(exit).to.equal(1);
      const [, said] = /^Nothing was kept: the connection test failed\.\nde-1: (.{20,}) \(.*exactly this\)\.$/.exec(output) ?? [];
      words.add(said ?? '');
    }
    expect(words).to.have.property('size', TROUBLES.length);
    expect(words).to.not.include('');
    expect(await desk.rows()).to.deep.equal([]);
  });

  it('list panels with how full and how well they are', async () => {
    expect(await list()).to.include({ code: 0 });
    await add('de-1 memory');
    const well = await list();
    expect(well.output).to.match(/^de-1 +memory +memory +open +0\/20 +VLESS TCP, VLESS WS +ok$/m);
    expect(well.code).to.equal(0);
    await add('fr-1 memory', 'BASE_URL=https://other.example\nPLACEMENT=a');
    const ill = await list();
    expect(ill.output).to.match(/^fr-1 +memory +memory +open +0\/any +a +TROUBLE$/m).and.contain('fr-1: The shop does not know how to reach this panel');
    expect(ill.code).to.equal(1);
  });

  it('test the connection of one or of all', async () => {
    await add('de-1 memory');
    expect(await test()).to.include({ code: 0 });
    desk.panel.condition = { ok: true, version: '3.3.2', troubles: [{ code: 'token-expires-soon', detail: '2026-12-01' }] };
    const warned = await test('de-1');
    expect(warned.output).to.match(/^de-1 +ok +3\.3\.2$/m).and.contain('The token ends soon');
    expect(warned.code).to.equal(0);
    expect(await test('nl-1')).to.deep.equal({ code: 1, output: 'Nothing was tested: there is no such panel.' });
    expect((await test('de-1 nl-1')).code).to.equal(1);
  });

  it('open and close a panel, and change its placement and its capacity', async () => {
    await add('de-1 memory');
    expect((await change('close', 'de-1')).code).to.equal(0);
    expect((await desk.rows())[0]?.state).to.equal('closed');
    expect((await change('open', 'de-1')).code).to.equal(0);
    expect((await desk.rows())[0]?.state).to.equal('open');
    expect((await change('placement', 'de-1 VLESS GRPC, VLESS WS')).code).to.equal(0);
    expect((await desk.rows())[0]?.placement).to.deep.equal(['VLESS GRPC', 'VLESS WS']);
    expect((await change('capacity', 'de-1 7')).code).to.equal(0);
    expect((await desk.rows())[0]?.capacity).to.equal(7);
    expect((await change('capacity', 'de-1 none')).code).to.equal(0);
    expect((await desk.rows())[0]?.capacity).to.equal(undefined);
  });

  it('change nothing for what makes no sense', async () => {
    await add('de-1 memory');
    const before = await desk.rows();
    for (const [word, args] of [['open', ''], ['close', 'de-1 now'], ['placement', 'de-1'], ['placement', 'de-1 ,'], ['capacity', 'de-1'], ['capacity', 'de-1 many'], ['capacity', 'de-1 0'], ['open', 'nl-1']] as const) {
      expect((await change(word, args)).code, `${word} ${args}`).to.equal(1);
    }
    desk.panel.condition = { ok: false, version: undefined, troubles: [{ code: 'unknown-placement', detail: 'VLESS' }] };
    expect((await change('placement', 'de-1 VLESS')).output).to.contain('Nothing was changed: the connection test failed.\nde-1: The panel has no such inbound or squad');
    expect(await desk.rows()).to.deep.equal(before);
  });
});
