import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import { MemoryReconciliationQueries } from '#adapters/outbound/memory/persistence/queries/memory-reconciliation-queries.js';
import { MemoryPaymentGateways } from '#adapters/outbound/memory/providers/memory-payment-gateways.js';
import { StarsGateway } from '#adapters/outbound/payments/stars/gateway.js';
import { TelegramStarLedger } from '#adapters/outbound/payments/stars/ledger.js';
import { Payment } from '#domain/payments/payment.js';
import type { StarCharge } from '#domain/payments/star-charge.js';
import { Money } from '#domain/shared/money.js';
import type { StarTransaction } from '#sandbox/telegram/state/star-till.js';
import { OperatorAlerts } from '#use-cases/operations/operator-alerts.js';
import { Invoicing } from '#use-cases/payments/invoicing.js';
import { ChargeRegister } from '#use-cases/payments/stars/charge-register.js';
import { CollectStarCharges } from '#use-cases/payments/stars/collect-star-charges.js';
import { StoredStarCharges } from '#use-cases/payments/stars/stored-star-charges.js';
import type { CreatedInvoice, InvoiceRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { BotLab, type BotLabOptions } from '../../../adapters/telegram/bot-lab.js';
import { aCustomer, CUSTOMER_ID } from '../../../builders/a-customer.js';
import { aShop, OPERATOR, type TestShop } from '../../../builders/shop/a-shop.js';
import { nextId } from '../../../builders/next-id.js';
import { runJobs } from '../../../builders/shop/run-jobs.js';
import { type GatewayWorld, INVOICE_TEXT } from '../gateway-world.js';
import { LossyLine } from '../cryptobot/cryptobot-world.js';

export const stars = (count: number): Money => Money.of(BigInt(count), 'XTR');

/** The shop writes a payment down before it asks for its invoice; whoever calls the gateway alone has to have done so too. */
class OpeningGateway extends StarsGateway {
  open: (request: InvoiceRequest) => Promise<void> = () => Promise.resolve();

  override async create(request: InvoiceRequest): Promise<CreatedInvoice> {
    await this.open(request);
    return super.create(request);
  }
}

/** Telegram's stand-in, the bot, the gateway, and the shop they all belong to. */
export class StarsWorld implements GatewayWorld {
  readonly currency = 'XTR';
  readonly oddAmount = '123';
  readonly line = new LossyLine();
  readonly gateway: OpeningGateway;
  readonly collect: CollectStarCharges;
  readonly shop: TestShop;
  private readonly invoicing: Invoicing;

  private constructor(readonly lab: BotLab) {
    const { shop, telegram } = lab;
    const { memory, clock } = shop;
    const http = new HttpClient(this.line, { retries: 0 });
    const config = { token: telegram.simulator.token, apiRoot: telegram.simulator.apiRoot.replace(/\/+$/, '') };
    const register = new ChargeRegister(new OperatorAlerts([OPERATOR]));
    this.collect = new CollectStarCharges(memory, new TelegramStarLedger(config, http), register, clock);
    const book = new StoredStarCharges(memory, new MemoryReconciliationQueries(memory), register, this.collect, clock);
    this.gateway = new OpeningGateway(config, { http, clock }, book);
    this.gateway.open = (request) => this.writeDown(request);
    this.shop = { ...aShop({ world: shop.world, unitOfWork: memory, gateway: this.gateway }), memory };
    this.invoicing = new Invoicing(memory, new MemoryPaymentGateways([this.gateway]), { of: () => INVOICE_TEXT }, clock);
  }

  static async open(options: BotLabOptions = {}): Promise<StarsWorld> {
    const lab = await BotLab.open(options);
    const world = new StarsWorld(lab);
    await lab.telegram.person(CUSTOMER_ID).say('/start', { username: 'vera', firstName: 'Вера', languageCode: 'ru' });
    // Asking once more is what makes Telegram forget them.
    await lab.updates();
    await lab.updates();
    lab.telegram.passSeconds((world.now().getTime() - Date.parse('2030-01-01T12:00:00Z')) / 1000);
    await lab.shop.memory.run((tx) => tx.users.save(aCustomer(), world.now()));
    return world;
  }

  now = (): Date => this.lab.shop.clock.now();

  pass(seconds: number): void {
    this.lab.shop.clock.advance(seconds * 1000);
    this.lab.telegram.passSeconds(seconds);
  }

  /** A payment of the customer whose link is there. */
  async invoiced(count = 100, orderId?: string): Promise<Payment> {
    const payment = Payment.open({ id: nextId(), userId: CUSTOMER_ID, orderId, gateway: 'stars', amount: stars(count), now: this.now() });
    await this.lab.shop.memory.run((tx) => tx.payments.add(payment));
    return this.invoicing.ensureInvoice(payment);
  }

  async payment(paymentId: string): Promise<Payment> {
    return this.lab.shop.memory.run((tx) => tx.payments.get(paymentId));
  }

  charges(paymentId: string): Promise<readonly StarCharge[]> {
    return this.lab.shop.memory.run((tx) => tx.starCharges.of([paymentId]));
  }

  async balance(): Promise<string> {
    const { available } = await this.lab.shop.memory.run((tx) => tx.ledger.balance(CUSTOMER_ID, 'XTR'));
    return available.toDecimal();
  }

  /** Somebody taps the link; the bot hears of it when it is handed the updates. */
  async tapPay(paymentId: string, how: object = {}, userId = CUSTOMER_ID): Promise<Readonly<Record<string, unknown>>> {
    return (await this.lab.telegram.person(userId).pay({ payload: paymentId, ...how })).body;
  }

  work(): Promise<void> {
    return runJobs(this.shop);
  }

  async alerts(): Promise<readonly string[]> {
    await this.shop.deliverNotices.execute();
    return this.shop.notifier.toldTo(OPERATOR).map((notice) => (notice.kind === 'operator-alert' ? notice.alert : notice.kind));
  }

  /** What really happened at Telegram. */
  till(): readonly StarTransaction[] {
    return this.lab.telegram.simulator.stars();
  }

  async pay(invoiceId: string, amount: Money): Promise<void> {
    const asked = (await this.payment(invoiceId)).amount;
    if (!asked.equals(amount)) throw new Error('here nobody can pay but the exact amount');
    await this.tapPay(invoiceId, { told: 0, unasked: true });
  }

  loseNextAnswer(): void {
    this.line.lose('create');
  }

  /** All links with one payload are one invoice: whichever is paid, it is the same payment. */
  invoicesOf(paymentId: string): number {
    const { invoiceLinks } = this.lab.telegram.simulator.snapshot() as { invoiceLinks: readonly [string, { payload: string }][] };
    return new Set(invoiceLinks.map(([, { payload }]) => payload).filter((payload) => payload === paymentId)).size;
  }

  webhookOf(): Promise<never> {
    return Promise.reject(new Error('there are no webhooks'));
  }

  close(): Promise<void> {
    return this.lab.close();
  }

  private async writeDown({ paymentId: id, amount, userId }: InvoiceRequest): Promise<void> {
    await this.lab.shop.memory.run(async (tx) => {
      if (!(await tx.payments.find(id))) await tx.payments.add(Payment.open({ id, userId, gateway: 'stars', amount, now: this.now() }));
    });
  }
}
