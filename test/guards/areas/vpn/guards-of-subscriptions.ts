import { guardsOf, type Guard } from '../../guard.js';

const tests = (...names: readonly string[]): readonly string[] => names.map((name) => `test/use-cases/vpn/${name}.test.ts`);
const DOMAIN = ['test/domain/vpn/subscription.test.ts'];

export const GUARDS_OF_SUBSCRIPTIONS: readonly Guard[] = [
  ...guardsOf('src/use-cases/vpn/subscription-book.ts', tests('purchases', 'panel-down', 'keeping'), [
    ['a newcomer is placed while nobody else is', 'await tx.panels.lockAll(), await tx.vpnAccounts.countByPanel());\n    const name', 'await tx.panels.lockAll(), new Map());\n    const name'],
    ['a cause gives time once', 'if (!(await tx.subscriptions.addGrant(grant))) return false;', 'await tx.subscriptions.addGrant(grant);'],
    ['panels are told of every change', 'await tx.subscriptions.save(subscription);\n    await tx.vpnAccounts.wake(subscription.id, now);\n    await this.tellPanels(tx, subscription.id);', 'await tx.subscriptions.save(subscription);'],
    ['time on other terms is weighed', 'if (left === 0 || before.planId === undefined || hasSameTerms(before.allowance, order.allowance)) return onPlan;', 'if (left >= 0) return onPlan;'],
  ]),
  ...guardsOf('src/use-cases/vpn/subscription-deliveries.ts', tests('purchases', 'panel-down', 'keeping'), [
    ['what no panel holds is not delivered', 'if (owed.version <= held) await this.deliver', 'await this.deliver'],
    ['what was delivered is not given back', 'if (!owed) return;', 'if (!owed && before.state === \'closed\') return;\n    if (!owed) throw new Error();'],
    ['the time goes back with the money', 'const after = (await this.book.takeBack(tx, owed.grantRef, now)) ?? before;', 'const after = before;'],
    ['what nobody paid is closed', 'if (began) await this.book.close(tx, after, now);', ''],
  ]),
  ...guardsOf('src/use-cases/checkout/fail-paid-order.ts', [...tests('panel-down'), 'test/use-cases/growth/promo-orders.test.ts', 'test/use-cases/stars/fulfil-stars.test.ts'], [
    ['a failed order releases its money', 'await tx.ledger.post(release(orderId, userId, price));', ''],
    ['a failed order gives its code back', 'await giveBackPromo(tx, order);', ''],
    ['a failed order is told with its reason', "await tx.notices.add(`order:${orderId}:refunded`", "if (reason === '') await tx.notices.add(`order:${orderId}:refunded`"],
    ['a failed order has its refund in the history', "externalId: `refund:${orderId}`", "externalId: `order:${orderId}`"],
  ]),
  ...guardsOf('src/use-cases/vpn/upkeep/sync-account.ts', tests('panel-down', 'purchases', 'keeping'), [
    ['a panel that says done is looked at', "return differs(seen, spec) ? { failure: 'not-as-told' } : { seen };", 'return { seen };'],
    ['a rotation is a rotation', 'const seen = rotating ? await this.rotate(panel, spec) : await panel.ensure(spec);', 'const seen = await panel.ensure(spec);'],
    ['one that was removed by hand is made again', 'if (!(error instanceof PanelNotFound)) throw error;', 'throw error;'],
    ['what is closed is removed', "if (subscription.state === 'closed' || account.state === 'leaving') {", "if (account.state === 'leaving') {"],
    ['what is over is shut', 'enabled: subscription.isOpen(this.clock.now()),', 'enabled: true,'],
  ]),
  ...guardsOf('src/use-cases/vpn/upkeep/attend-subscription.ts', tests('renewals', 'keeping'), [
    ['what is over ends', 'if (subscription.expiresAt <= now) return this.expire(tx, subscription, now);', ''],
    ['a renewal comes a day before the end', 'if (subscription.renewal && isRenewalDue(subscription.expiresAt, now)) return', 'if (subscription.renewal) return'],
    ['what could not be paid is tried again', "const next = outcome === 'short' ? nextTry(subscription.expiresAt, now) : nextEvent(subscription.expiresAt, now);", 'const next = nextEvent(subscription.expiresAt, now);'],
  ]),
  ...guardsOf('src/use-cases/vpn/renewals.ts', tests('renewals'), [
    ['a period has one order', "if ((await tx.renewals.find(period)) !== undefined) return 'standing';", ''],
    ['a renewal is paid from a balance that covers it', 'if (available.compare(price) >= 0) return price;', 'if (!price.isZero()) return price;'],
    ['a kept method is charged as it was kept', 'chargeToken: renewal.token', 'chargeToken: undefined'],
  ]),
  ...guardsOf('src/use-cases/vpn/owner/begin-trial.ts', tests('trial'), [
    ['a person tries once', 'if (!(await tx.trials.take(person, subscription.id, now))) throw new TrialTaken();', ''],
    ['a trial is the person\'s, not the name\'s', 'const person = this.secrets.personKey(command.userId);', 'const person = this.ids.next();'],
  ]),
  ...guardsOf('src/use-cases/vpn/owner/own-subscription.ts', tests('keeping', 'purchases'), [
    ['a subscription is its owner\'s', 'if (subscription?.userId !== userId) throw new SubscriptionNotFound();', 'if (!subscription || userId < 0) throw new SubscriptionNotFound();'],
  ]),
  ...guardsOf('src/use-cases/vpn/owner/rotate-link.ts', tests('keeping'), [
    ['a leaked link is replaced once', 'if (subscription.generation !== command.generation) return subscription;', ''],
  ]),
  ...guardsOf('src/use-cases/vpn/owner/change-plan.ts', tests('keeping'), [
    ['a hidden plan is not moved to', "if (!from || to?.state !== 'active') throw new PlanNotFound(planId);", 'if (!from || !to) throw new PlanNotFound(planId);'],
  ]),
  ...guardsOf('src/use-cases/vpn/owner/draft-subscription.ts', tests('purchases'), [
    ['a hidden plan or one without a price is not sold', "if (plan?.state !== 'active' || !price) throw new PlanNotFound(planId);", 'if (!plan || !price) throw new PlanNotFound(planId);'],
    ['nothing is offered without room', 'if (subscriptionId === undefined) placesFor(plan.allowance, await tx.panels.all(), await tx.vpnAccounts.countByPanel());', ''],
  ]),
  ...guardsOf('src/use-cases/vpn/operator/cancel-subscription.ts', tests('keeping'), [
    ['what was closed is not paid back again', "if (subscription.state === 'closed') return [];", ''],
    ['what was taken back is not given back in shares', 'return grants.filter(({ ref }) => !takenBack.has(reversalOf(ref)));', 'return takenBack.size < 0 ? [] : grants;'],
    ['a share is of what is left', 'left -= share;', ''],
    ['what was never delivered goes back whole', "await this.deliveries.giveBack(tx, orderId, 'subscription-closed', now);", 'await tx.deliveries.lock(orderId);'],
  ]),
  ...guardsOf('src/use-cases/checkout/plan-terms.ts', tests('purchases'), [
    ['a plan whose price rose is asked about', 'if (price.compare(draft.price) <= 0) return (locked)', 'if (price.isPositive()) return (locked)'],
    ['a plan is sold while it is on sale', "const price = plan?.state === 'active' ? priceIn(plan, draft.price.currency) : undefined;", 'const price = plan ? priceIn(plan, draft.price.currency) : undefined;'],
  ]),
  ...guardsOf('src/use-cases/payments/settlement-book.ts', tests('purchases'), [
    ['money for what cannot be delivered stays the buyer\'s', 'if (refusal !== undefined) {', "if (refusal === 'never') {"],
  ]),
  ...guardsOf('src/domain/vpn/subscription.ts', DOMAIN, [
    ['time is added behind what there is', 'Math.max(before.getTime(), Math.floor(now.getTime() / 1000) * 1000)', 'Math.floor(now.getTime() / 1000) * 1000'],
    ['a closed subscription takes nothing', "if (this.state === 'closed') throw new SubscriptionClosed();\n    const before", 'const before'],
    ['no more is taken back than is left', 'const left = Math.min(grant.seconds, this.remainingSeconds(now));', 'const left = grant.seconds;'],
  ]),
  ...guardsOf('src/domain/vpn/traffic.ts', tests('usage'), [
    ['an account made anew counts from nothing', 'return after >= before ? after - before : after;', 'return after - before;'],
  ]),
  ...guardsOf('src/use-cases/vpn/usage-book.ts', tests('usage'), [
    ['a day is counted in bytes that went through', 'if (bytes > 0n) await tx.usage.add(subscription.id, dayOf(now), bytes);', ''],
  ]),
  ...guardsOf('src/domain/vpn/panel.ts', tests('purchases', 'trial'), [
    ['a full panel takes nobody', '&& (accounts.get(panel.id) ?? 0) < (panel.capacity ?? Infinity)', ''],
    ['a closed panel takes nobody', "panel.state === 'open' && ", ''],
  ]),
];
