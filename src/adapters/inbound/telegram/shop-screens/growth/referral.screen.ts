import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { referralView } from './referral.view.js';

export function referralScreen(shop: Shop): Screen {
  const open = async ({ customer: { userId }, words, bot }: Visit): Promise<Outcome> => {
    const view = await shop.showReferral.execute({ userId });
    return { show: referralView(words, view, bot === undefined ? undefined : `https://t.me/${bot}?start=ref_${userId}`) };
  };
  return { name: 'referral', buttons: { referral: open }, commands: { referral: open } };
}
