import { guardsOf, type Guard } from '../../guard.js';

const SCREENS = 'test/adapters/telegram/screens';
const TELEGRAM = 'src/adapters/inbound/telegram';

/** What the bot shows of the VPN, and what operators say of plans and gateways. */
export const GUARDS_OF_SCREENS: readonly Guard[] = [
  ...guardsOf('src/use-cases/checkout/confirm-order.ts', [`${SCREENS}/gateways-offered.test.ts`], [
    ['an order is not paid through a gateway that is off', 'if (method !== BALANCE) await this.methods.requireOpen(method);', ''],
  ]),
  ...guardsOf('src/use-cases/payments/start-top-up.ts', ['test/use-cases/catalog/gateways.test.ts'], [
    ['a top-up does not go through a gateway that is off', 'await this.methods.requireOpen(command.gateway);', ''],
  ]),
  ...guardsOf('src/use-cases/catalog/shop-plans.ts', ['test/use-cases/catalog/plans.test.ts'], [
    ['a shop is given its plans once', 'if ((await tx.settings.lock(SEEDED_KEY)) !== undefined) return;', ''],
    ['an operator who was there before keeps the plans', 'if (present.length === 0) for', 'for'],
  ]),
  ...guardsOf('src/domain/vpn/vpn-account.ts', [`${SCREENS}/vpn-links.test.ts`], [
    ['a link that is being replaced is not shown', 'this.appliedGeneration < subscription.generation ? undefined : this.link', 'this.link'],
  ]),
  ...guardsOf(`${TELEGRAM}/api/messenger.ts`, [`${SCREENS}/vpn-links.test.ts`], [
    ['a picture takes the place of text', 'if ((place.hasPhoto ?? false) !== (view.photo !== undefined)) return this.replace(place, view);', ''],
  ]),
  ...guardsOf(`${TELEGRAM}/error-reply.ts`, [`${SCREENS}/vpn-shopping.test.ts`], [
    ['nobody is offered another price than the one that is missing', 'if (isSubscriptionOrder(situation.incoming)) {', 'if (situation.errorId === undefined) {'],
  ]),
  ...guardsOf('src/use-cases/vpn/owner/show-subscriptions.ts', [`${SCREENS}/vpn-subscription.test.ts`], [
    ['a trial that was taken is not offered', 'mayTry: !isTaken && ', 'mayTry: '],
  ]),
];
