import { expect } from 'chai';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { MemoryPanelVault } from '#adapters/outbound/memory/persistence/vpn/memory-panel-vault.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { PanelRegistry } from '#adapters/outbound/panels/panel-registry.js';
import type { PanelSettings } from '#use-cases/ports/panels/panel-vault.js';
import { type Panel, UnknownPanel } from '#domain/vpn/panel.js';
import { UnknownPanelKind } from '#use-cases/ports/panels/panel-kinds.js';
import { NOW } from '../../builders/now.js';
import { aPanelAccount } from '../../contracts/panels/a-panel-account.js';
import { type MarzbanWorld, openMarzbanWorld } from '../../contracts/panels/marzban/marzban-world.js';
import { openRemnawaveWorld, type RemnawaveWorld } from '../../contracts/panels/remnawave/remnawave-world.js';
import { openXuiWorld, type XuiWorld } from '../../contracts/panels/xui/xui-world.js';
import { refusal } from '../../contracts/persistence/kit/refusal.js';

const A_WHILE_MS = 10_000;

describe('the panels that are spoken to', () => {
  let marzban: MarzbanWorld;
  let remnawave: RemnawaveWorld;
  let xui: XuiWorld;
  let clock: FixedClock;
  let memory: MemoryUnitOfWork;
  let vault: MemoryPanelVault;
  let concealed: string[];
  let loads: string[];

  before(async () => {
    [marzban, remnawave, xui] = await Promise.all([openMarzbanWorld(), openRemnawaveWorld(3), openXuiWorld()]);
  });
  after(() => Promise.all([marzban.close(), remnawave.close(), xui.close()]));
  beforeEach(() => {
    clock = new FixedClock(NOW);
    memory = new MemoryUnitOfWork({ clock });
    vault = new MemoryPanelVault(memory);
    concealed = [];
    loads = [];
  });

  function registry(fromEnvironment: Readonly<Record<string, PanelSettings>> = {}): PanelRegistry {
    const counted = {
      load: (panelId: string) => {
        loads.push(panelId);
        return vault.load(panelId);
      },
      save: (panel: Panel, settings: PanelSettings) => vault.save(panel, settings),
    };
    const http = new HttpClient(directCalls, { retries: 0 });
    return new PanelRegistry({ vault: counted, fromEnvironment: new Map(Object.entries(fromEnvironment)), http, clock, conceal: (secrets) => concealed.push(...secrets) });
  }

  const aPanel = (id: string, kind: string): Panel => ({ id, kind, title: id, placement: ['a'], capacity: undefined, state: 'open', position: 1 });
  const marzbanSettings = () => marzban.simulator.settings(marzban.origin);

  it('are of every kind there is, each reached as its row says', async () => {
    const panels = registry();
    await vault.save(aPanel('de-1', 'marzban'), marzbanSettings());
    await vault.save(aPanel('nl-1', 'remnawave'), remnawave.simulator.settings());
    await vault.save(aPanel('fr-1', '3x-ui'), xui.simulator.settings(xui.origin));
    for (const [id, world] of [['de-1', marzban], ['nl-1', remnawave], ['fr-1', xui]] as const) {
      const panel = await panels.get(id);
      expect(panel.id).to.equal(id);
      const spec = aPanelAccount({ now: NOW, placement: world.placement });
      expect((await panel.ensure(spec)).marker).to.equal(spec.marker);
      expect(world.accountsOf(spec.key)).to.equal(1);
    }
    expect(panels.all()).to.deep.equal(['marzban', 'remnawave', '3x-ui']);
  });

  it('are those of the environment under the name of their kind, and of no other row', async () => {
    const panels = registry({ marzban: marzbanSettings() });
    await memory.run(async (tx) => {
      await tx.panels.save(aPanel('marzban', 'marzban'));
      await tx.panels.save(aPanel('de-1', 'marzban'));
      await tx.panels.save(aPanel('remnawave', 'remnawave'));
    });
    expect((await (await panels.get('marzban')).health(marzban.placement)).ok).to.equal(true);
    await refusal(panels.get('de-1'), UnknownPanel);
    await refusal(panels.get('remnawave'), UnknownPanel);
  });

  it('are unknown without a row, without settings that make sense, or of a kind nobody speaks to', async () => {
    const panels = registry();
    await refusal(panels.get('de-1'), UnknownPanel);
    await vault.save(aPanel('de-1', 'marzban'), { BASE_URL: 'nowhere' });
    await refusal(panels.get('de-1'), UnknownPanel);
    await vault.save(aPanel('de-2', 'marzban'), {});
    await refusal(panels.get('de-2'), UnknownPanel);
    await vault.save(aPanel('de-3', 'hiddify'), marzbanSettings());
    await refusal(panels.get('de-3'), UnknownPanel);
  });

  it('are one adapter each, whoever asks, so that the limit of writes holds', async () => {
    const panels = registry();
    await vault.save(aPanel('de-1', 'marzban'), marzbanSettings());
    const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => panels.get('de-1')));
    expect(others.every((panel) => panel === first)).to.equal(true);
    expect(loads).to.have.length(1);
    clock.advance(A_WHILE_MS);
    expect(await panels.get('de-1')).to.equal(first);
    expect(loads).to.have.length(2);
  });

  it('stay the same adapter when anything but the way to them was changed', async () => {
    const panels = registry();
    await vault.save(aPanel('de-1', 'marzban'), marzbanSettings());
    const first = await panels.get('de-1');
    await memory.run((tx) => tx.panels.save({ ...aPanel('de-1', 'marzban'), state: 'closed', capacity: 3 }));
    clock.advance(A_WHILE_MS);
    expect(await panels.get('de-1')).to.equal(first);
  });

  it('are built anew within seconds when the way to them was changed, and not looked up again before', async () => {
    const panels = registry();
    await vault.save(aPanel('de-1', 'marzban'), { ...marzbanSettings(), PASSWORD: 'another-password' });
    const wrong = await panels.get('de-1');
    expect((await wrong.health(marzban.placement)).troubles.map(({ code }) => code)).to.deep.equal(['wrong-credentials']);
    await vault.save(aPanel('de-1', 'marzban'), marzbanSettings());
    expect(await panels.get('de-1')).to.equal(wrong);
    clock.advance(A_WHILE_MS);
    expect((await (await panels.get('de-1')).health(marzban.placement)).ok).to.equal(true);
  });

  it('have their secrets concealed before they are used', async () => {
    const panels = registry();
    const settings = marzbanSettings();
    await vault.save(aPanel('de-1', 'marzban'), settings);
    await panels.get('de-1');
    expect(concealed).to.deep.equal([settings['PASSWORD']]);
    panels.tryOut('remnawave', 'nl-1', { ...remnawave.simulator.settings(), TOKEN: 'a-token-that-is-tried-out' });
    expect(concealed).to.include('a-token-that-is-tried-out');
  });

  describe('can be tried out', () => {
    it('without anything being kept', async () => {
      const panels = registry();
      const candidate = panels.tryOut('marzban', 'de-1', marzbanSettings());
      expect('panel' in candidate && (await candidate.panel.health(marzban.placement)).ok).to.equal(true);
      await refusal(panels.get('de-1'), UnknownPanel);
    });

    it('and have every mistake named, never a value', () => {
      const issuesOf = (kind: string, settings: PanelSettings) => {
        const outcome = registry().tryOut(kind, 'de-1', settings);
        return 'issues' in outcome ? outcome.issues : [];
      };
      expect(issuesOf('3x-ui', {}).map(({ name }) => name)).to.deep.equal(['BASE_URL', 'TOKEN', 'SUBSCRIPTION_URL']);
      const issues = issuesOf('marzban', { BASE_URL: 'ftp://canary', USERNAME: 'shop', FLOW: 'canary' });
      expect(issues.map(({ name }) => name)).to.deep.equal(['BASE_URL', 'PASSWORD', 'FLOW']);
      expect(JSON.stringify(issues)).to.not.include('canary');
      expect(() => registry().tryOut('hiddify', 'de-1', {})).to.throw(UnknownPanelKind, 'marzban, remnawave, 3x-ui');
    });

    it('at an address that answers nothing, without a panel in use being left alone for it', async () => {
      const http = new HttpClient(directCalls, { retries: 0, failures: 1 });
      const panels = new PanelRegistry({ vault, fromEnvironment: new Map(), http, clock, conceal: () => undefined });
      const candidate = panels.tryOut('marzban', 'de-1', { ...marzbanSettings(), BASE_URL: 'http://127.0.0.1:1' });
      expect('panel' in candidate && (await candidate.panel.health(marzban.placement)).troubles.map(({ code }) => code)).to.deep.equal(['unreachable']);
      expect(http.circuit('panel:de-1')).to.equal('closed');
      expect(http.circuit('panel:de-1:new')).to.equal('open');
    });
  });
});
