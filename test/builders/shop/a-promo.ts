import type { PromoCode } from '#domain/growth/promo-code.js';
import { NOW } from '../now.js';

/** Fifteen percent off, for everybody, as often as they like. */
export function aPromo(changes: Partial<PromoCode> = {}): PromoCode {
  return { code: 'SPRING', benefit: { kind: 'percent', percent: 15 }, total: undefined, each: undefined, expiresAt: undefined, plans: [], active: true, createdAt: NOW, ...changes };
}
