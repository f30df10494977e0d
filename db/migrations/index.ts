import { customersAndLedger } from './0001-customers-and-ledger.js';
import { shop } from './0002-shop.js';
import { work } from './0003-work.js';
import { refundsAndDiscrepancies } from './0004-refunds-and-discrepancies.js';
import { nothingBackForPaidStars } from './0005-nothing-back-for-paid-stars.js';
import { accountsFoundByIndex } from './0006-accounts-found-by-index.js';
import { noticeLanes } from './0007-notice-lanes.js';
import { noIdleIndex } from './0008-no-idle-index.js';
import { ordersOfEveryKind } from './0009-orders-of-every-kind.js';
import { subscriptions } from './0010-subscriptions.js';
import { panelsTrialsRenewals } from './0011-panels-trials-renewals.js';
import { starCharges } from './0012-star-charges.js';
import { referralAndPromo } from './0013-referral-and-promo.js';
import type { Migration } from './migration.js';

/** Every migration, in the order in which they apply. */
export const migrations: readonly Migration[] = [
  customersAndLedger,
  shop,
  work,
  refundsAndDiscrepancies,
  nothingBackForPaidStars,
  accountsFoundByIndex,
  noticeLanes,
  noIdleIndex,
  ordersOfEveryKind,
  subscriptions,
  panelsTrialsRenewals,
  starCharges,
  referralAndPromo,
];
