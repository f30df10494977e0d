import type { UserId } from '#domain/customers/customer.js';
import { hasPlaceFor, type Panel } from '#domain/vpn/panel.js';
import type { Plan } from '#domain/vpn/plan.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { VpnAccount } from '#domain/vpn/vpn-account.js';
import type { TrialRules } from '../../catalog/shop-settings.js';
import type { AccountSecrets } from '../../ports/panels/account-secrets.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { UsageDay } from '../../ports/persistence/vpn/usage-repository.js';
import { type OwnSubscription, requireOwnSubscription } from './own-subscription.js';

/** One of somebody's subscriptions with where it lives. */
export interface SubscriptionView {
  readonly subscription: Subscription;
  readonly plan: Plan | undefined;
  /** Those that are kept, each with its panel. */
  readonly accounts: readonly { readonly account: VpnAccount; readonly panel: Panel | undefined }[];
  /** What went through since its traffic last began at nothing. */
  readonly usedBytes: bigint;
}

export interface SubscriptionsView {
  readonly subscriptions: readonly Subscription[];
  /** Whether the trial was never taken, and a panel has room for it. */
  readonly mayTry: boolean;
  /** Whether any panel takes newcomers at all. */
  readonly takesNewcomers: boolean;
}

/** Reads what people see of their subscriptions. Changes nothing. */
export class ShowSubscriptions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: AccountSecrets,
    private readonly trial: TrialRules,
  ) {}

  all(userId: UserId): Promise<SubscriptionsView> {
    return this.unitOfWork.run(async (tx) => {
      const [panels, accounts] = [await tx.panels.all(), await tx.vpnAccounts.countByPanel()];
      const isTaken = await tx.trials.isTaken(this.secrets.personKey(userId));
      return {
        subscriptions: await tx.subscriptions.ofUser(userId),
        mayTry: !isTaken && hasPlaceFor(this.trial.allowance, panels, accounts),
        takesNewcomers: hasPlaceFor({ ...this.trial.allowance, panels: [] }, panels, accounts),
      };
    });
  }

  /** Throws `SubscriptionNotFound`. */
  one(command: OwnSubscription): Promise<SubscriptionView> {
    return this.unitOfWork.run(async (tx) => {
      const subscription = requireOwnSubscription(await tx.subscriptions.find(command.subscriptionId), command);
      const plan = subscription.planId === undefined ? undefined : await tx.plans.find(subscription.planId);
      const kept = (await tx.vpnAccounts.of(subscription.id)).filter(({ state }) => state === 'kept');
      const panels = await tx.panels.all();
      return {
        subscription,
        plan,
        accounts: kept.map((account) => ({ account, panel: panels.find(({ id }) => id === account.panelId) })),
        usedBytes: kept.reduce((sum, { usedBytes }) => sum + usedBytes, 0n),
      };
    });
  }

  /** Throws `SubscriptionNotFound`. */
  usage(command: OwnSubscription & { readonly since: string }): Promise<readonly UsageDay[]> {
    return this.unitOfWork.run(async (tx) => {
      const { id } = requireOwnSubscription(await tx.subscriptions.find(command.subscriptionId), command);
      return tx.usage.since(id, command.since);
    });
  }
}
