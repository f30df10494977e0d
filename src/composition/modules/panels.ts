import { ContainerModule } from 'inversify';
import { PanelRegistry } from '#adapters/outbound/panels/panel-registry.js';
import { PostgresPanelAccountQueries } from '#adapters/outbound/postgres/queries/postgres-panel-account-queries.js';
import { PostgresPanelVault } from '#adapters/outbound/postgres/vaults/panel-vault.js';
import { AddPanel } from '#use-cases/vpn/panels/add-panel.js';
import { ChangePanel } from '#use-cases/vpn/panels/change-panel.js';
import { ListPanels } from '#use-cases/vpn/panels/list-panels.js';
import { PanelProbe } from '#use-cases/vpn/panels/panel-probe.js';
import { ReceivePanelWebhook } from '#use-cases/vpn/panels/receive-panel-webhook.js';
import { RegisterPanels } from '#use-cases/vpn/panels/register-panels.js';
import { TestPanel } from '#use-cases/vpn/panels/test-panel.js';
import type { Resources } from '../resources.js';
import { TOKENS as T } from '../tokens.js';
import { bindClass } from './bind-class.js';

/** VPN panels: how they are reached, and what operators do with them. */
export function panels({ config, database, http, clock, accountSecrets, knownSecrets }: Resources): ContainerModule {
  return new ContainerModule((options) => {
    const vault = new PostgresPanelVault(database, config.panelKey);
    const fromEnvironment = new Map(config.panels.map(({ kind, settings }) => [kind, settings]));
    // One for all roles of the process: it keeps one adapter a panel, and with it the panel's limit of writes.
    const registry = new PanelRegistry({ vault, fromEnvironment, http, clock, conceal: (secrets) => knownSecrets.learn(secrets) });
    options.bind(T.accountSecrets).toConstantValue(accountSecrets);
    options.bind(T.panelVault).toConstantValue(vault);
    options.bind(T.panels).toConstantValue(registry);
    options.bind(T.panelKinds).toConstantValue(registry);
    bindClass(options, T.panelAccountQueries, PostgresPanelAccountQueries, [T.database]);

    bindClass(options, T.panelProbe, PanelProbe, [T.panels]);
    bindClass(options, T.registerPanels, RegisterPanels, [T.unitOfWork]);
    bindClass(options, T.addPanel, AddPanel, [T.unitOfWork, T.panelKinds, T.panelVault, T.panelProbe]);
    bindClass(options, T.listPanels, ListPanels, [T.unitOfWork, T.panelProbe]);
    bindClass(options, T.testPanel, TestPanel, [T.unitOfWork, T.panelProbe]);
    bindClass(options, T.changePanel, ChangePanel, [T.unitOfWork, T.panelProbe]);
    bindClass(options, T.receivePanelWebhook, ReceivePanelWebhook, [T.unitOfWork, T.panels, T.clock, T.metrics]);
  });
}
