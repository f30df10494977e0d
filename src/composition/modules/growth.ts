import { ContainerModule } from 'inversify';
import { ApplyPromo } from '#use-cases/growth/apply-promo.js';
import { BonusDays } from '#use-cases/growth/bonus-days.js';
import { PromoBook } from '#use-cases/growth/promo-book.js';
import { PromoCatalog } from '#use-cases/growth/promo-catalog.js';
import { RedeemPromo } from '#use-cases/growth/redeem-promo.js';
import { ReferralBook } from '#use-cases/growth/referral-book.js';
import { ReferralRules } from '#use-cases/growth/referral-rules.js';
import { ShowReferral } from '#use-cases/growth/show-referral.js';
import { bindClass } from './bind-class.js';
import { TOKENS as T } from '../tokens.js';

/** What brings people and keeps them: referrals, bonus days, promo codes. */
export const growth = new ContainerModule((options) => {
  bindClass(options, T.bonusDays, BonusDays, [T.subscriptionBook]);
  options.bind(T.referralRules).toResolvedValue((unitOfWork, config) => new ReferralRules(unitOfWork, config.shop.referral), [T.unitOfWork, T.config]);
  bindClass(options, T.referralBook, ReferralBook, [T.referralRules, T.bonusDays, T.ids]);
  bindClass(options, T.showReferral, ShowReferral, [T.unitOfWork, T.referralRules]);
  bindClass(options, T.promoBook, PromoBook, [T.bonusDays, T.ids]);
  bindClass(options, T.promoCatalog, PromoCatalog, [T.unitOfWork, T.clock]);
  bindClass(options, T.applyPromo, ApplyPromo, [T.unitOfWork, T.promoBook, T.clock]);
  bindClass(options, T.redeemPromo, RedeemPromo, [T.unitOfWork, T.promoBook, T.clock]);
});
