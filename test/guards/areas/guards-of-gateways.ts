import { guardsOf, type Guard } from '../guard.js';

const HELEKET = 'src/adapters/outbound/payments/heleket';
const WEBHOOK = ['test/adapters/payments/heleket/webhook.test.ts', 'test/contracts/payments/heleket/contract.test.ts'];
const SIGNATURE = ['test/contracts/payments/heleket/signature.test.ts'];
const GATEWAY = ['test/adapters/payments/heleket/gateway.test.ts', 'test/contracts/payments/heleket/contract.test.ts'];
const SNAPSHOT = ['test/adapters/payments/heleket/snapshot.test.ts'];
const STARS = 'src/use-cases/payments/stars';
const CHECKOUT = ['test/adapters/payments/stars/checkout.test.ts'];
const CHARGES = ['test/adapters/payments/stars/charges.test.ts'];
const STAR_REFUNDS = ['test/contracts/payments/stars/recorded.test.ts', 'test/adapters/payments/stars/refund.test.ts'];
const HTTP = ['test/adapters/kit/http-client.test.ts'];

export const GUARDS_OF_GATEWAYS: readonly Guard[] = [
  ...guardsOf(`${HELEKET}/webhook.ts`, WEBHOOK, [
    ['a webhook is signed', 'if (isSignedWebhook(text, document, this.config.apiKey)) return signedVerdict(document);', `if (document.kind === 'object') return signedVerdict(document);`],
    ['a simplified webhook is signed', 'isSimplifiedWebhook(request.body, signature, secret);', 'signature.length + secret.length > 0;'],
    ['a webhook comes from where it should', `if (this.sources && !includes(this.sources, request.remoteAddress)) return rejected('foreign-address');`, ''],
    ['a webhook is small', `if (request.body.byteLength > LARGEST_BODY) return rejected('malformed');`, ''],
  ]),
  ...guardsOf(`${HELEKET}/signature.ts`, SIGNATURE, [
    ['a signature fits the body as it was encoded', 'return asEncoded || asSent;', 'return asSent;'],
    ['a signature fits the body as it was sent', 'return asEncoded || asSent;', 'return asEncoded;'],
    ['a webhook carries one signature', 'signs.length !== 1 || ', ''],
    ['signatures are compared in one time', 'return timingSafeEqual(digest(left), digest(right));', 'return digest(left).equals(digest(right));'],
    ['a signature covers the body', `.update(Buffer.from(body, 'utf8').toString('base64') + key)`, '.update(key)'],
  ]),
  ...guardsOf(`${HELEKET}/gateway.ts`, GATEWAY, [
    ['an invoice names our payment', `if (snapshot.paymentId !== request.paymentId) throw new InvoiceMismatch(ID, 'order_id');`, ''],
    ['an invoice has our currency', `if (snapshot.requested?.currency !== request.amount.currency) throw new InvoiceMismatch(ID, 'currency');\n  if (!snapshot.requested.equals`, 'if (!snapshot.requested?.equals'],
    ['an invoice has our amount', `if (!snapshot.requested.equals(request.amount)) throw new InvoiceMismatch(ID, 'amount');`, ''],
    ['an invoice that is over is not given out', `if (snapshot.final) throw new InvoiceMismatch(ID, 'is_final');`, ''],
  ]),
  ...guardsOf(`${HELEKET}/gateway.ts`, ['test/adapters/payments/heleket/refund.test.ts'], [
    ['a refund that has begun is not sent', 'if (begun) return begun;', ''],
    ['refunds need their own key', `if (!key) throw new ProviderError(ID, 'not_supported', 'refunds are not configured');`, `if (key === '') throw new ProviderError(ID, 'not_supported', 'refunds are not configured');`],
  ]),
  ...guardsOf(`${HELEKET}/api.ts`, ['test/adapters/payments/heleket/refund.test.ts', ...GATEWAY], [
    ['a write without an answer is unclear', `effect === 'read' ? 'unavailable' : 'unknown_outcome'`, `effect === 'read' ? 'unavailable' : 'unavailable'`],
    ['a write without a key is not repeated', `repeatable: call.effect !== 'write',`, 'repeatable: true,'],
  ]),
  ...guardsOf(`${HELEKET}/snapshot.ts`, SNAPSHOT, [
    ['the provider says what is final', 'final: invoice.is_final ?? NORMALLY_FINAL.has(state),', 'final: NORMALLY_FINAL.has(state),'],
    ['no dust is credited that did not come', `return toMoney(paid, currency, 'down');`, `return toMoney(paid, currency, 'up');`],
    ['an unknown status credits nothing', `(STATES[invoice.status] ?? 'awaiting') : 'awaiting'`, `(STATES[invoice.status] ?? 'awaiting') : 'paid'`],
    ['an amount finer than its currency is none', `return money.equals(toMoney(decimal, currency, 'up')) ? money : undefined;`, 'return money;'],
  ]),
  ...guardsOf('src/adapters/outbound/kit/http-exchange.ts', HTTP, [
    ['an answer is not endless', `if (size > LARGEST_ANSWER) throw new Error('answer too large');`, ''],
  ]),
  ...guardsOf('src/adapters/outbound/kit/http-client.ts', HTTP, [
    ['a call that broke off is unclear', `neverConnected(error) ? 'not-sent' : 'unknown'`, `neverConnected(error) ? 'not-sent' : 'not-sent'`],
  ]),
  ...guardsOf('src/adapters/outbound/kit/system-guard.ts', HTTP, [
    ['a doubt stays a doubt, whatever comes after it', 'if (!(failure instanceof HttpFailure) || !doubtful) throw failure;', 'if (!(failure instanceof HttpFailure) || failure.reason !== this.system) throw failure;'],
    ['what may not be repeated is not', 'call.repeatable ? this.again.execute(attempt, call.signal) : attempt()', 'call.repeatable || !call.signal.aborted ? this.again.execute(attempt, call.signal) : attempt()'],
    ['a failing system is left alone', 'return await this.circuit.execute(exchange);', 'return await exchange();'],
  ]),
  ...guardsOf(`${STARS}/approve-checkout.ts`, CHECKOUT, [
    ['Stars are paid for a payment in Stars', `if (payment?.gateway !== STARS_GATEWAY) return 'unknown';`, `if (!payment) return 'unknown';`],
    ['Stars are paid by who owes them', `if (payment.userId !== payer) return 'foreign';`, ''],
    ['Stars are not paid twice', `if (payment.state === 'credited' || (await tx.starCharges.of([payment.id])).length > 0) return 'paid';`, ''],
    ['no payment outlives its invoice', ' || now.getTime() + APPROVAL_MS > payment.expiresAt.getTime()', ''],
    ['Stars are paid for an order that waits', `return payment.orderId === undefined || (await tx.orders.find(payment.orderId))?.state === 'awaiting_payment';`, 'return payment.orderId === undefined || tx !== undefined;'],
    ['as many Stars are paid as were asked', `if (currency !== payment.amount.currency || total !== payment.amount.minor) return 'changed';`, ''],
    ['one at a time is let pay', `(await tx.starCharges.approve({ paymentId: payment.id, queryId, until }, now)) ? undefined : 'busy'`, 'void until'],
  ]),
  ...guardsOf(`${STARS}/collect-star-charges.ts`, CHARGES, [
    ['Stars are looked for where the last look stopped', 'if (!isFirst || isLast) await tx.settings.save(KEY, reached);', ''],
    ['Stars of an earlier time are nobody\'s alert', 'await this.register.paid(tx, news, now, !isFirst);', 'await this.register.paid(tx, news, now);'],
    ['Stars that went back are taken back', 'else await this.register.refunded(tx, news, now);', ''],
  ]),
  ...guardsOf('src/adapters/outbound/payments/stars/gateway.ts', CHARGES, [['lost news of Stars is looked for', 'await this.book.collect();\n    const fresh', 'const fresh']]),
  ...guardsOf('src/adapters/outbound/payments/stars/star-refunds.ts', STAR_REFUNDS, [
    ['Stars go back for the whole payment', `if (!isWhole) throw`, 'if (charges.length === 0) throw'],
    ['Stars that are back already are back', `if (!(error instanceof StarsRefusal) || error.word !== 'CHARGE_ALREADY_REFUNDED') throw error;`, 'throw error;'],
    ['a refund that is half done is not undone', 'if (!(error instanceof ProviderError) || returned.length === 0) throw error;', 'throw error;'],
  ]),
];
