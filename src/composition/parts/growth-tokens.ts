import type { ApplyPromo } from '#use-cases/growth/apply-promo.js';
import type { BonusDays } from '#use-cases/growth/bonus-days.js';
import type { PromoBook } from '#use-cases/growth/promo-book.js';
import type { PromoCatalog } from '#use-cases/growth/promo-catalog.js';
import type { RedeemPromo } from '#use-cases/growth/redeem-promo.js';
import type { ReferralBook } from '#use-cases/growth/referral-book.js';
import type { ReferralRules } from '#use-cases/growth/referral-rules.js';
import type { ShowReferral } from '#use-cases/growth/show-referral.js';
import { token } from './token.js';

/** The names of what brings people in. */
export const GROWTH_TOKENS = {
  applyPromo: token<ApplyPromo>('ApplyPromo'),
  bonusDays: token<BonusDays>('BonusDays'),
  promoBook: token<PromoBook>('PromoBook'),
  promoCatalog: token<PromoCatalog>('PromoCatalog'),
  redeemPromo: token<RedeemPromo>('RedeemPromo'),
  referralBook: token<ReferralBook>('ReferralBook'),
  referralRules: token<ReferralRules>('ReferralRules'),
  showReferral: token<ShowReferral>('ShowReferral'),
} as const;
