import { expect } from 'chai';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { TelegramNotifier } from '#adapters/outbound/telegram/telegram-notifier.js';
import { DISCREPANCY_KINDS } from '#domain/reconciliation/discrepancy.js';
import type { Notice } from '#use-cases/ports/providers/notifier.js';
import { anOrder } from '../../builders/an-order.js';
import { aPayment } from '../../builders/a-payment.js';
import { nextId } from '../../builders/next-id.js';
import { ton } from '../../builders/ton.js';
import { vpnNoticesAbout } from '../../faults/fuzz/rendering/vpn-views.js';
import { BotLab, VERA } from './bot-lab.js';

const money = (amount: string) => ton(amount).toJSON();
const topUpNotice = (paymentId: string): Notice => ({ kind: 'top-up-credited', paymentId, amount: money('10'), balance: money('10'), fit: 'exact' });

/** A notifier that talks to a Telegram which answers only this. */
function notifierAgainst(lab: BotLab, status: number, body: object): TelegramNotifier {
  const http = { send: () => Promise.resolve({ status, headers: new Headers(), text: JSON.stringify(body) }) } as unknown as HttpClient;
  return new TelegramNotifier({ ...partsOf(lab), http });
}

function partsOf(lab: BotLab) {
  const { shop, texts, watched, telegram } = lab;
  return { token: telegram.simulator.token, apiRoot: telegram.simulator.apiRoot, unitOfWork: shop.memory, texts, watched, clock: shop.clock, logger: shop.logger };
}

const refusal = (code: number, description: string, parameters?: object) => ({ ok: false, error_code: code, description, ...(parameters && { parameters }) });

describe('news', () => {
  let lab: BotLab;
  beforeEach(async () => {
    lab = await BotLab.open();
    await lab.say('/start');
  });
  afterEach(() => lab.close());

  it('of each kind are understood by Telegram in both languages', async () => {
    await lab.say('/start', 2002, { firstName: 'Bob', languageCode: 'en' });
    const id = nextId();
    const notices: Notice[] = [
      ...(['exact', 'over', 'partial', 'late'] as const).map((fit): Notice => ({ kind: 'top-up-credited', paymentId: id, amount: money('10'), balance: money('12'), fit })),
      ...(['partial', 'late', 'over'] as const).map((why): Notice => ({ kind: 'order-money-to-balance', orderId: id, amount: money('1'), balance: money('2'), why })),
      { kind: 'order-delivered', orderId: id, stars: 110, recipient: 'bobby', price: money('2') },
      ...['supply-unavailable', 'cost-above-limit', 'recipient-changed', 'recipient-not-a-user', 'a-reason-of-tomorrow'].map((reason): Notice => ({ kind: 'order-refunded', orderId: id, amount: money('2'), balance: money('2'), reason })),
      ...vpnNoticesAbout('VPN 1'),
      { kind: 'payment-expired', paymentId: id },
      { kind: 'payment-taken-back', paymentId: id, amount: money('3'), balance: money('0') },
      ...(['refund-started', 'refund-refused'] as const).map((kind): Notice => ({ kind, refundId: id, amount: money('3'), balance: money('0'), destination: 'UQ<wallet>' })),
      { kind: 'refund-done', refundId: id, amount: money('3'), destination: 'UQ<wallet>' },
      ...[...DISCREPANCY_KINDS.map((kind) => `discrepancy-${kind}`), 'refund-unclear', 'refund-waiting', 'refund-refused', 'webhooks-missing'].map((alert): Notice => ({ kind: 'operator-alert', alert, facts: {} })),
      { kind: 'operator-alert', alert: 'stars-low-balance', facts: { order: id, trouble: '<low & lower>' } },
      { kind: 'operator-alert', alert: 'an-alert-of-tomorrow', facts: {} },
    ];
    for (const userId of [VERA, 2002]) {
      for (const notice of notices) expect(await lab.notifier.deliver(userId, notice), notice.kind).to.deep.equal({ outcome: 'sent' });
      const told = (await lab.messages(userId)).slice(2);
      expect(told).to.have.length(notices.length);
      expect(told.map(({ text }) => text).join()).not.to.match(/\{\{|\b(notice|reason|alert|button)\.[a-z]/);
      expect(told.at(-2)?.text).to.include('trouble: <low & lower>');
    }
  });

  it('of a delivery change the watched screen and write nothing where none is watched', async () => {
    const order = anOrder({ userId: VERA });
    await lab.shop.memory.run((tx) => tx.orders.add(order));
    expect(await lab.notifier.deliver(VERA, { kind: 'order-progress', orderId: order.id, step: 'prepared' })).to.deep.equal({ outcome: 'sent' });
    expect(await lab.messages()).to.have.length(2);
    const { messageId } = await lab.last();
    await lab.watched.watch(order.id, JSON.stringify({ chatId: VERA, messageId }));
    await lab.notifier.deliver(VERA, { kind: 'order-progress', orderId: order.id, step: 'prepared' });
    expect((await lab.last()).text).to.include('110 звёзд');
    expect(await lab.notifier.deliver(VERA, { kind: 'order-progress', orderId: order.id, step: 'prepared' }), 'told twice').to.deep.equal({ outcome: 'sent' });
  });

  it('that a paid order is on its way make a screen where there is none, and later news change it', async () => {
    const order = anOrder({ userId: VERA });
    await lab.shop.memory.run((tx) => tx.orders.add(order));
    await lab.notifier.deliver(VERA, { kind: 'order-progress', orderId: order.id, step: 'queued' });
    const shown = await lab.messages();
    await lab.notifier.deliver(VERA, { kind: 'order-progress', orderId: order.id, step: 'queued' });
    expect(shown).to.have.length(3);
    expect(await lab.messages()).to.have.length(3);
  });

  it('of a payment change its screen, and are written as well when the screen is gone', async () => {
    const payment = aPayment({ userId: VERA, state: 'credited', credited: ton('10') });
    await lab.shop.memory.run((tx) => tx.payments.add(payment));
    await lab.watched.watch(payment.id, JSON.stringify({ chatId: VERA, messageId: 1_000_000 }));
    expect(await lab.notifier.deliver(VERA, topUpNotice(payment.id))).to.deep.equal({ outcome: 'sent' });
    expect((await lab.last()).text).to.include('Баланс пополнен');
  });

  it('that an invoice ran out are written where no screen is left, unless its money came meanwhile', async () => {
    const [unpaid, late] = [aPayment({ userId: VERA, state: 'expired' }), aPayment({ userId: VERA, state: 'credited', credited: ton('10') })];
    await lab.shop.memory.run(async (tx) => {
      for (const payment of [unpaid, late]) await tx.payments.add(payment);
    });
    await lab.watched.watch(unpaid.id, 'no place at all');
    for (const { id } of [unpaid, late]) expect(await lab.notifier.deliver(VERA, { kind: 'payment-expired', paymentId: id })).to.deep.equal({ outcome: 'sent' });
    const told = (await lab.messages()).filter(({ text }) => text.includes('Срок счёта истёк'));
    expect(told).to.have.length(1);
  });

  it('wait as long as Telegram asks', async () => {
    const notifier = notifierAgainst(lab, 429, refusal(429, 'Too Many Requests: retry after 17', { retry_after: 17 }));
    expect(await notifier.deliver(VERA, topUpNotice(nextId()))).to.include({ outcome: 'too-fast', afterMs: 17_000 });
  });

  it('are given up for who blocked the bot or is gone (case 152)', async () => {
    const gone = [
      [403, 'Forbidden: bot was blocked by the user'],
      [403, 'Forbidden: user is deactivated'],
      [400, 'Bad Request: chat not found'],
    ] as const;
    for (const [code, description] of gone) {
      const outcome = await notifierAgainst(lab, code, refusal(code, description)).deliver(VERA, topUpNotice(nextId()));
      expect(outcome.outcome, description).to.equal('unreachable');
    }
    expect(lab.shop.logger.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });

  it('that Telegram cannot read are given up with the reason in the log', async () => {
    const outcome = await notifierAgainst(lab, 400, refusal(400, "Bad Request: can't parse entities")).deliver(VERA, topUpNotice(nextId()));
    expect(outcome).to.deep.equal({ outcome: 'unreachable', reason: "400 Bad Request: can't parse entities" });
    expect(JSON.stringify(lab.shop.logger.lines.filter(({ level }) => level === 'error'))).to.include("can't parse entities");
  });

  it('are tried again later and later while Telegram is away, and a refused token gives nobody up', async () => {
    const away = notifierAgainst(lab, 502, {});
    const pauses = [];
    for (let time = 0; time < 10; time++) {
      const outcome = await away.deliver(VERA, topUpNotice(nextId()));
      pauses.push(outcome.outcome === 'retry' ? outcome.afterMs : 0);
    }
    expect(pauses.slice(0, 3)).to.deep.equal([2_000, 4_000, 8_000]);
    expect(pauses.at(-1)).to.equal(300_000);
    const refused = await notifierAgainst(lab, 401, refusal(401, 'Unauthorized')).deliver(VERA, topUpNotice(nextId()));
    expect(refused.outcome).to.equal('retry');
  });

  it('never carry the token into a log or a reason (case 154)', async () => {
    const notifier = new TelegramNotifier({ ...partsOf(lab), apiRoot: 'http://127.0.0.1:1/', http: new HttpClient(directCalls) });
    const outcome = await notifier.deliver(VERA, topUpNotice(nextId()));
    expect(outcome).to.include({ outcome: 'retry' });
    expect(JSON.stringify([outcome, lab.shop.logger.lines])).not.to.include(lab.telegram.simulator.token);
  });

  it('wait while the database is down', async () => {
    const notifier = new TelegramNotifier({ ...partsOf(lab), http: new HttpClient(directCalls), unitOfWork: { run: () => Promise.reject(new Error('down')) } });
    expect(await notifier.deliver(VERA, topUpNotice(nextId()))).to.include({ outcome: 'retry', afterMs: 2_000 });
  });
});
