import { AcceptDiscrepancyCommand } from '#adapters/inbound/cli/books/accept-discrepancy-command.js';
import { CheckConnectionsCommand } from '#adapters/inbound/cli/check-connections-command.js';
import type { CliCommand, Terminal } from '#adapters/inbound/cli/cli-command.js';
import { FragmentPrecheck } from '#adapters/inbound/cli/fragment/fragment-precheck.js';
import { FragmentStatus } from '#adapters/inbound/cli/fragment/fragment-status.js';
import { FragmentUpdateCookies } from '#adapters/inbound/cli/fragment/fragment-update-cookies.js';
import { LedgerVerify } from '#adapters/inbound/cli/books/ledger-verify.js';
import { AddPanelCommand } from '#adapters/inbound/cli/panels/add-panel-command.js';
import { ChangePanelCommand, type ChangeWord } from '#adapters/inbound/cli/panels/change-panel-command.js';
import { ListPanelsCommand } from '#adapters/inbound/cli/panels/list-panels-command.js';
import { TestPanelCommand } from '#adapters/inbound/cli/panels/test-panel-command.js';
import { PricingCommand } from '#adapters/inbound/cli/catalog/pricing-command.js';
import { ReconcileCommand } from '#adapters/inbound/cli/books/reconcile-command.js';
import { GatewaysCommand } from '#adapters/inbound/cli/catalog/gateways-command.js';
import { PlanAddCommand } from '#adapters/inbound/cli/catalog/plans/plan-add-command.js';
import { PlanLimitsCommand } from '#adapters/inbound/cli/catalog/plans/plan-limits-command.js';
import { PlanListCommand } from '#adapters/inbound/cli/catalog/plans/plan-list-command.js';
import { PlanPriceCommand } from '#adapters/inbound/cli/catalog/plans/plan-price-command.js';
import { PlanStateCommand } from '#adapters/inbound/cli/catalog/plans/plan-state-command.js';
import { PromoAddCommand } from '#adapters/inbound/cli/growth/promo-add-command.js';
import { PromoListCommand } from '#adapters/inbound/cli/growth/promo-list-command.js';
import { PromoOffCommand } from '#adapters/inbound/cli/growth/promo-off-command.js';
import { ReferralCommand } from '#adapters/inbound/cli/growth/referral-command.js';
import { RefundCommand } from '#adapters/inbound/cli/refunds/refund-command.js';
import { RefundDecisionCommand } from '#adapters/inbound/cli/refunds/refund-decision-command.js';
import { CancelSubscriptionCommand } from '#adapters/inbound/cli/subscriptions/cancel-subscription-command.js';
import { GiveDaysCommand } from '#adapters/inbound/cli/subscriptions/give-days-command.js';
import type { Environment } from '#adapters/outbound/kit/config-section.js';
import { openDatabase } from '#adapters/outbound/postgres/connection.js';
import { isMigrated } from '#adapters/outbound/postgres/migrate.js';
import { PostgresLedgerAudit } from '#adapters/outbound/postgres/queries/postgres-ledger-audit.js';
import type { RefundDecision } from '#use-cases/refunds/decide-refund.js';
import type { Container } from 'inversify';
import { readConfig, readDatabaseConfig } from './config/config.js';
import { openContainer } from './parts/open-container.js';
import { openResources } from './resources.js';
import { TOKENS as T } from './tokens.js';

/** A command with what it needs open; `close` lets go of it. */
export interface OpenedCommand {
  readonly command: CliCommand;
  close(): Promise<void>;
}

type Opener = (environment: Environment) => Promise<OpenedCommand>;

/** One line a command: its words, and how it is opened. */
const COMMANDS: Readonly<Record<string, Opener>> = {
  'ledger verify': openLedgerVerify,
  'check-connections': withShop((shop) => new CheckConnectionsCommand(shop.get(T.checkConnections))),
  'fragment precheck': withShop((shop) => new FragmentPrecheck(shop.get(T.fragment), shop.get(T.stars))),
  'fragment status': withShop((shop) => new FragmentStatus(shop.get(T.stars))),
  'fragment update-cookies': withShop((shop) => new FragmentUpdateCookies(shop.get(T.fragment))),
  reconcile: withShop((shop) => new ReconcileCommand(shop.get(T.reconcile))),
  'reconcile accept': withShop((shop) => new AcceptDiscrepancyCommand(shop.get(T.acceptDiscrepancy))),
  refund: withShop((shop) => new RefundCommand(shop.get(T.requestRefund), shop.get(T.refundProgress))),
  'refund approve': decideRefund('approve'),
  'refund resend': decideRefund('resend'),
  'refund withdraw': decideRefund('withdraw'),
  'subscription cancel': withShop((shop) => new CancelSubscriptionCommand(shop.get(T.cancelSubscription))),
  'subscription gift': withShop((shop) => new GiveDaysCommand(shop.get(T.giveDays))),
  'panel list': withShop((shop) => new ListPanelsCommand(shop.get(T.listPanels))),
  'panel add': withShop((shop) => new AddPanelCommand(shop.get(T.addPanel))),
  'panel test': withShop((shop) => new TestPanelCommand(shop.get(T.testPanel))),
  'panel open': changePanel('open'),
  'panel close': changePanel('close'),
  'panel placement': changePanel('placement'),
  'panel capacity': changePanel('capacity'),
  pricing: withShop((shop) => new PricingCommand(shop.get(T.shopSettings))),
  gateways: withShop((shop) => new GatewaysCommand(shop.get(T.paymentMethods), shop.get(T.shopSettings))),
  'plan list': withShop((shop) => new PlanListCommand(shop.get(T.shopPlans))),
  'plan price': withShop((shop) => new PlanPriceCommand(shop.get(T.shopPlans))),
  'plan hide': withShop((shop) => new PlanStateCommand('hidden', shop.get(T.shopPlans))),
  'plan show': withShop((shop) => new PlanStateCommand('active', shop.get(T.shopPlans))),
  'plan add': withShop((shop) => new PlanAddCommand(shop.get(T.shopPlans))),
  'plan limits': withShop((shop) => new PlanLimitsCommand(shop.get(T.shopPlans))),
  referral: withShop((shop) => new ReferralCommand(shop.get(T.referralRules))),
  'promo add': withShop((shop) => new PromoAddCommand(shop.get(T.promoCatalog))),
  'promo list': withShop((shop) => new PromoListCommand(shop.get(T.promoCatalog))),
  'promo off': withShop((shop) => new PromoOffCommand(shop.get(T.promoCatalog))),
};

/** Finds the command the words begin with; undefined when there is none. */
export function findCommand(words: readonly string[]): { readonly open: Opener; readonly args: readonly string[] } | undefined {
  for (const length of [2, 1]) {
    const open = COMMANDS[words.slice(0, length).join(' ')];
    if (open) return { open, args: words.slice(length) };
  }
  return undefined;
}

/** Runs the command the words name and answers its exit code. Throws what keeps it from being opened. */
export async function runCommand(words: readonly string[], environment: Environment, terminal: Terminal): Promise<number> {
  const found = findCommand(words);
  if (!found) {
    terminal.write(`Commands:\n${Object.keys(COMMANDS).map((name) => `  ${name}`).join('\n')}`);
    return words.length === 0 ? 0 : 1;
  }
  const opened = await found.open(environment);
  try {
    return await opened.command.run(found.args, terminal);
  } finally {
    await opened.close();
  }
}

/** Needs the database alone: the ledger can be checked where no other setting is known. */
async function openLedgerVerify(environment: Environment): Promise<OpenedCommand> {
  const database = await openDatabase(readDatabaseConfig(environment));
  if (!(await isMigrated(database))) {
    await database.close();
    throw new Error('There are no books to check: no shop has been opened on this database yet');
  }
  return { command: new LedgerVerify(new PostgresLedgerAudit(database)), close: () => database.close() };
}

function decideRefund(decision: RefundDecision): Opener {
  return withShop((shop) => new RefundDecisionCommand(decision, shop.get(T.decideRefund), shop.get(T.refundProgress)));
}

function changePanel(word: ChangeWord): Opener {
  return withShop((shop) => new ChangePanelCommand(word, shop.get(T.changePanel)));
}

function withShop(create: (shop: Container) => CliCommand): Opener {
  return async (environment) => {
    // A command needs the whole shop, whatever the processes around it do.
    const config = readConfig({ ...environment, POLARIS_ROLES: undefined });
    // Standard output is the command's own.
    const resources = await openResources({ ...config, log: { level: 'error', pretty: true } }, { log: process.stderr });
    try {
      return { command: create(await openContainer(resources)), close: () => resources.close() };
    } catch (error) {
      await resources.close();
      throw error;
    }
  };
}
