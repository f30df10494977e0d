import { expect } from 'chai';
import { PanelRefused, UnknownPanel } from '#domain/vpn/panel.js';
import { UnknownPanelKind } from '#use-cases/ports/panels/panel-kinds.js';
import { PanelOfEnvironment } from '#use-cases/vpn/panels/change-panel.js';
import { refusal } from '../../../contracts/persistence/kit/refusal.js';
import { aStoredAccount } from '../../../contracts/persistence/vpn/a-subscription.js';
import { PanelDesk } from './panel-desk.js';

const BROKEN = { ok: false, version: '0.8.4', troubles: [{ code: 'unknown-placement', detail: 'inbound 2' }] } as const;

describe('panels', () => {
  let desk: PanelDesk;
  beforeEach(() => {
    desk = new PanelDesk();
  });

  describe('added by an operator', () => {
    it('are tested, and kept with their settings, open and behind the others', async () => {
      expect(await desk.add('nl-1')).to.deep.include({ kept: 'added' });
      const outcome = await desk.add('de-1', { TITLE: 'Germany', CAPACITY: '200' });
      expect(outcome).to.deep.equal({ kept: 'added', finding: { panelId: 'de-1', ok: true, version: 'memory', troubles: [] } });
      const [, panel] = await desk.rows();
      expect(panel).to.deep.equal({ id: 'de-1', kind: 'memory', title: 'Germany', placement: ['inbound 1', 'inbound 2'], capacity: 200, state: 'open', position: 2 });
      expect((await desk.vault.load('de-1'))?.settings).to.include({ BASE_URL: 'https://panel.example' });
    });

    it('are not kept when the test fails, and the operator is told why', async () => {
      desk.candidate.condition = BROKEN;
      const outcome = await desk.add();
      expect(outcome).to.deep.equal({ kept: undefined, finding: { panelId: 'de-1', ...BROKEN } });
      expect(await desk.rows()).to.deep.equal([]);
    });

    it('are kept with a warning', async () => {
      const troubles = [{ code: 'token-expires-soon', detail: '2026-12-01' }] as const;
      desk.candidate.condition = { ok: true, version: '3.3.2', troubles };
      expect(await desk.add()).to.deep.equal({ kept: 'added', finding: { panelId: 'de-1', ok: true, version: '3.3.2', troubles } });
    });

    it('have all mistakes of their settings named at once, and are not even called', async () => {
      desk.candidate.condition = BROKEN;
      const outcome = await desk.addPanel.execute({ id: 'de-1', kind: 'memory', settings: { CAPACITY: 'many', TITLE: 'x'.repeat(41) } });
      expect('issues' in outcome && outcome.issues.map(({ name }) => name)).to.deep.equal(['BASE_URL', 'PLACEMENT', 'TITLE', 'CAPACITY']);
      expect(await desk.rows()).to.deep.equal([]);
    });

    it('get new settings under the same id, and stay what they are otherwise', async () => {
      await desk.add('de-1');
      await desk.add('nl-1');
      await desk.changePanel.execute({ panelId: 'de-1', change: { state: 'closed' } });
      expect(await desk.add('de-1', { TOKEN: 'renewed', PLACEMENT: 'inbound 3' })).to.deep.include({ kept: 'replaced' });
      const [panel] = await desk.rows();
      expect(panel).to.deep.include({ id: 'de-1', state: 'closed', position: 1, placement: ['inbound 3'] });
      expect((await desk.vault.load('de-1'))?.settings).to.include({ TOKEN: 'renewed' });
    });

    it('have an id that is theirs, and a kind there is', async () => {
      await desk.add('de-1');
      await refusal(desk.add('de-1', {}, 'other'), PanelRefused);
      await refusal(desk.add('memory'), PanelRefused);
      await refusal(desk.add('other'), PanelRefused);
      for (const id of ['', 'Berlin', 'de 1', 'de:1', 'a'.repeat(17)]) await refusal(desk.add(id), PanelRefused);
      await refusal(desk.add('nl-1', {}, 'hiddify'), UnknownPanelKind);
      expect((await desk.rows()).map(({ id }) => id)).to.deep.equal(['de-1']);
    });
  });

  describe('of the environment', () => {
    const described = (terms: object = {}) => [{ kind: 'memory', terms: { title: 'Home', placement: ['a'], capacity: undefined, ...terms } }];

    it('are rows from the first start on, and follow what the environment says', async () => {
      await desk.add('de-1');
      expect((await desk.registerPanels.execute(described())).map(({ id, position }) => [id, position])).to.deep.equal([['de-1', 1], ['memory', 2]]);
      await desk.registerPanels.execute(described({ title: 'Office', placement: ['b'], capacity: 5 }));
      expect((await desk.rows())[1]).to.deep.equal({ id: 'memory', kind: 'memory', title: 'Office', placement: ['b'], capacity: 5, state: 'open', position: 2 });
    });

    it('keep what an operator has decided', async () => {
      await desk.registerPanels.execute(described());
      await desk.changePanel.execute({ panelId: 'memory', change: { state: 'closed' } });
      await desk.registerPanels.execute(described({ title: 'Office' }));
      expect((await desk.rows())[0]).to.include({ title: 'Office', state: 'closed' });
    });

    it('are not written again when nothing has changed', async () => {
      await desk.registerPanels.execute(described());
      const before = await desk.vault.load('memory');
      await desk.registerPanels.execute(described());
      expect(await desk.vault.load('memory')).to.deep.equal(before);
    });

    it('are changed where they are described', async () => {
      await desk.registerPanels.execute(described());
      await refusal(desk.changePanel.execute({ panelId: 'memory', change: { placement: ['b'] } }), PanelOfEnvironment);
      await refusal(desk.changePanel.execute({ panelId: 'memory', change: { capacity: 3 } }), PanelOfEnvironment);
    });
  });

  describe('that are there', () => {
    beforeEach(async () => {
      await desk.add('de-1');
    });
    const change = (wanted: Parameters<PanelDesk['changePanel']['execute']>[0]['change'], panelId = 'de-1') => desk.changePanel.execute({ panelId, change: wanted });

    it('are listed with how full and how well they are', async () => {
      await aStoredAccount(desk.memory, 'de-1');
      desk.panel.condition = BROKEN;
      const [listed] = await desk.listPanels.execute();
      expect(listed).to.deep.include({ accounts: 1, finding: { panelId: 'de-1', ...BROKEN } });
      expect(listed?.panel.id).to.equal('de-1');
    });

    it('are tested one by one or together', async () => {
      await desk.add('fr-1');
      expect((await desk.testPanel.execute({ panelId: 'de-1' })).map(({ panelId, ok }) => [panelId, ok])).to.deep.equal([['de-1', true]]);
      const all = await desk.testPanel.execute({ panelId: undefined });
      expect(all.map(({ panelId, troubles }) => [panelId, troubles.map(({ code }) => code)])).to.deep.equal([['de-1', []], ['fr-1', ['no-settings']]]);
      await refusal(desk.testPanel.execute({ panelId: 'nl-1' }), UnknownPanel);
    });

    it('are closed to newcomers and opened again', async () => {
      await change({ state: 'closed' });
      expect((await desk.rows())[0]?.state).to.equal('closed');
      await change({ state: 'open' });
      expect((await desk.rows())[0]?.state).to.equal('open');
    });

    it('take as many accounts as they are told to', async () => {
      await change({ capacity: 12 });
      expect((await desk.rows())[0]?.capacity).to.equal(12);
      await change({ capacity: undefined });
      expect((await desk.rows())[0]?.capacity).to.equal(undefined);
      for (const capacity of [0, -1, 1.5, Number.NaN]) await refusal(change({ capacity }), PanelRefused);
    });

    it('get another placement only if it is there', async () => {
      expect(await change({ placement: ['inbound 7'] })).to.deep.include({ changed: true });
      desk.panel.condition = BROKEN;
      expect(await change({ placement: ['inbound 2'] })).to.deep.equal({ changed: false, finding: { panelId: 'de-1', ...BROKEN } });
      expect((await desk.rows())[0]?.placement).to.deep.equal(['inbound 7']);
      await refusal(change({ placement: [] }), PanelRefused);
      await refusal(change({ state: 'closed' }, 'nl-1'), UnknownPanel);
    });
  });
});
