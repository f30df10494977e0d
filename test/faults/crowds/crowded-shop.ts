import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient } from '#adapters/outbound/kit/http-client.js';
import type { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { GatewayRegistry, readGateways } from '#composition/registries.js';
import { SPELLINGS, signedText } from '#sandbox/heleket/signature.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { PaymentGateway } from '#use-cases/ports/providers/payment-gateway.js';
import { API_KEY, HttpLab } from '../../adapters/http/http-lab.js';
import { aWorld } from '../../builders/shop/a-shop.js';
import type { ShopFloor } from '../stages/shop-floor.js';
import { CutLine } from '../sweep/cut-line.js';
import type { Life } from '../sweep/stage.js';

/** Two processes of the shop on one database, which many people use at once; its web side reads webhooks as Heleket signs them. */
export class CrowdedShop {
  readonly world = aWorld();
  readonly lives: readonly Life[];
  unitOfWork: UnitOfWork;

  constructor(readonly floor: ShopFloor) {
    this.unitOfWork = floor.books;
    const gateway = heleketOnTheWire(this.world.gateway, this.world.clock);
    const line = new CutLine();
    this.lives = [1, 2].map(() =>
      floor.begin(line, (unitOfWork) => {
        this.unitOfWork = unitOfWork;
        return { world: this.world, gateway };
      }),
    );
  }

  /** Its web side, over the same database. */
  web(): Promise<HttpLab> {
    return HttpLab.open({ unitOfWork: this.unitOfWork });
  }

  /** Both processes work until there is nothing left, however often what is under way fails. */
  async workOff(mayFail: (error: unknown) => boolean = () => false): Promise<void> {
    await Promise.all(this.lives.map((life) => life.tick()));
    await Promise.all(this.lives.map((life) => life.work(mayFail)));
  }

  /** What Heleket sends of this payment now. */
  webhookOf(paymentId: string): string {
    const invoice = this.world.gateway.invoices.get(paymentId);
    const body = {
      type: 'payment',
      uuid: invoice?.invoiceId ?? '',
      order_id: paymentId,
      status: invoice?.providerStatus ?? '',
      payment_amount: invoice?.received?.toDecimal() ?? '0',
      is_final: true,
    };
    return signedText(body, API_KEY, SPELLINGS[0]);
  }
}

/** The gateway in memory, whose webhooks are read as the real adapter reads them. */
function heleketOnTheWire(memory: MemoryPaymentGateway, clock: { now(): Date }): PaymentGateway {
  const configured = readGateways({ MERCHANT_UUID: '0f0e0d0c-0b0a-4908-8706-050403020100', API_KEY, HELEKET_BASE_URL: 'http://127.0.0.1:1' }, []);
  const deps = { http: new HttpClient(directCalls), clock, webhookUrl: () => undefined, returnUrl: undefined };
  const real = new GatewayRegistry(configured.map((gateway) => gateway.create(deps))).get('heleket');
  return new Proxy<PaymentGateway>(memory, {
    get: (target, property) => {
      const side = property === 'receive' || property === 'referenceOf' ? real : target;
      const member: unknown = Reflect.get(side, property);
      return typeof member === 'function' ? (member.bind(side) as unknown) : member;
    },
  });
}
