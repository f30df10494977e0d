import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { usagePicture } from '#adapters/texts/pictures/usage-picture.js';
import { daysUntil } from './days-until.js';
import { usageView } from './usage.view.js';

const SHOWN_DAYS = 30;

/** What went through a subscription day by day. */
export function usageScreen(shop: Shop): Screen {
  const open = async ({ customer, words, now }: Visit, subscriptionId: string): Promise<Outcome> => {
    const own = { userId: customer.userId, subscriptionId };
    const calendar = daysUntil(now, SHOWN_DAYS);
    const { subscription } = await shop.showSubscriptions.one(own);
    const used = await shop.showSubscriptions.usage({ ...own, since: calendar[0] ?? '' });
    const days = calendar.map((day) => used.find((each) => each.day === day) ?? { day, bytes: 0n });
    const photo = used.length === 0 ? undefined : usagePicture(days);
    return { show: usageView(words, { subscription, days, photo }) };
  };
  return { name: 'usage', buttons: { 'sub_usage_{uuid}': (visit, { uuid }) => open(visit, uuid) } };
}
