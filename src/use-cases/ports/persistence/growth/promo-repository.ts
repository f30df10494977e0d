import type { UserId } from '#domain/customers/customer.js';
import type { PromoCode, PromoUsage, PromoUse } from '#domain/growth/promo-code.js';

export interface PromoRepository {
  /** False, and nothing is written, when there is such a code. Throws `InvalidPromo`. */
  add(promo: PromoCode): Promise<boolean>;
  find(code: string): Promise<PromoCode | undefined>;
  /** Under a row lock held to the end of the transaction: while one use is counted, no other is. */
  lock(code: string): Promise<PromoCode | undefined>;
  /** The newest first, those that are off too, with how often each was used. */
  all(): Promise<readonly { readonly promo: PromoCode; readonly uses: number }[]>;
  /** Writes whether it is active. */
  save(promo: PromoCode): Promise<void>;
  /** Uses that stand. */
  usage(code: string, userId: UserId): Promise<PromoUsage>;
  /** False, and nothing is written, where this reference has counted before. */
  addUse(use: PromoUse): Promise<boolean>;
  /** A use that led to nothing counts no more. Repeatable; nothing where there is none. */
  giveBack(ref: string): Promise<void>;
  /** Remembers a code for the person's next purchase, in place of any other. */
  keep(userId: UserId, code: string, at: Date): Promise<void>;
  kept(userId: UserId): Promise<string | undefined>;
  forgetKept(userId: UserId): Promise<void>;
}
