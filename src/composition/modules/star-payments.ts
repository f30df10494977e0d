import { ContainerModule } from 'inversify';
import { TelegramStarLedger } from '#adapters/outbound/payments/stars/ledger.js';
import { ApproveCheckout } from '#use-cases/payments/stars/approve-checkout.js';
import { ChargeRegister } from '#use-cases/payments/stars/charge-register.js';
import { CollectStarCharges } from '#use-cases/payments/stars/collect-star-charges.js';
import { RecordStarCharge } from '#use-cases/payments/stars/record-star-charge.js';
import { RecordStarRefund } from '#use-cases/payments/stars/record-star-refund.js';
import { StoredStarCharges } from '#use-cases/payments/stars/stored-star-charges.js';
import { bindClass } from './bind-class.js';
import { TOKENS as T } from '../tokens.js';

/** Telegram Stars: what the bot hears of them, what the gateway remembers of them, and what is looked up in Telegram's list. */
export const starPayments = new ContainerModule((options) => {
  options.bind(T.starLedger).toResolvedValue((config, http) => new TelegramStarLedger(config.telegram, http), [T.config, T.http]);
  bindClass(options, T.chargeRegister, ChargeRegister, [T.operatorAlerts]);
  bindClass(options, T.approveCheckout, ApproveCheckout, [T.unitOfWork, T.clock]);
  bindClass(options, T.recordStarCharge, RecordStarCharge, [T.unitOfWork, T.chargeRegister, T.clock]);
  bindClass(options, T.recordStarRefund, RecordStarRefund, [T.unitOfWork, T.chargeRegister, T.clock]);
  bindClass(options, T.collectStarCharges, CollectStarCharges, [T.unitOfWork, T.starLedger, T.chargeRegister, T.clock]);
  bindClass(options, T.starCharges, StoredStarCharges, [T.unitOfWork, T.reconciliationQueries, T.chargeRegister, T.collectStarCharges, T.clock]);
});
