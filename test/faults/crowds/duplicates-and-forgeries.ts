import { expect } from 'chai';
import fc from 'fast-check';
import type { HttpLab } from '../../adapters/http/http-lab.js';
import { ton } from '../../builders/ton.js';
import { faultReport } from '../report/fault-report.js';
import { SERVER_URL } from '../stages/server-url.js';
import { ShopFloor } from '../stages/shop-floor.js';
import { CrowdedShop } from './crowded-shop.js';

const CONNECTIONS = 32;
const COPIES = 5;
const PAYERS = 20;

/** One POST of the flood. */
interface Post {
  readonly body: string;
  readonly genuine: boolean;
}

/** So many payments, the webhook of each sent five times, one in ten more altered in one bit, all shuffled, over 32 connections. */
export function duplicatesAndForgeries(payments: number): void {
  describe(`${payments} payments, told of ${COPIES} times each among forgeries`, function () {
    this.timeout(payments * 1_000 + 60_000);
    let shop: CrowdedShop;
    let web: HttpLab;
    const seed = faultReport.seed('webhooks');

    before(async () => {
      shop = new CrowdedShop(await ShopFloor.open(SERVER_URL, 8));
      web = await shop.web();
    });
    after(() => web.close());

    const workUntil = async (signal: AbortSignal): Promise<void> => {
      while (!signal.aborted) await shop.workOff();
    };

    it('are each credited once, as much as came, and no forgery is taken in', async () => {
      const paid = await payMany(shop, payments);
      const posts = shuffled(await floodOf(shop, [...paid.keys()], seed), seed);
      const stop = new AbortController();
      const workers = workUntil(stop.signal);
      const answers = await postAll(web, posts);
      stop.abort();
      await workers;
      await shop.workOff();

      expect(answers.filter(({ post, status }) => post.genuine && status !== 200)).to.deep.equal([]);
      expect(answers.filter(({ post, status }) => !post.genuine && status < 400)).to.deep.equal([]);
      for (const [paymentId, received] of paid) {
        const payment = await shop.floor.books.run((tx) => tx.payments.get(paymentId));
        expect([payment.state, payment.credited.toDecimal()], paymentId).to.deep.equal(['credited', received]);
      }
      const { accounts } = await shop.floor.audit.overview(0);
      const clearing = accounts.find(({ kind }) => kind.startsWith('gateway:') || kind === 'gateway')?.balance;
      expect(clearing).to.equal(`-${[...paid.values()].reduce((sum, received) => sum.plus(ton(received)), ton('0')).toDecimal()}`);
      const checks = await shop.floor.audit.verify();
      expect(checks.filter(({ violations }) => violations.length > 0)).to.deep.equal([]);
      faultReport.checked(checks.length);
      faultReport.visited('webhook, genuine', posts.filter(({ genuine }) => genuine).length);
      faultReport.visited('webhook, forged', posts.filter(({ genuine }) => !genuine).length);
    });
  });
}

/** Opens payments of many people and pays each, some too little, some too much; answers what came, by payment. */
async function payMany(shop: CrowdedShop, count: number): Promise<ReadonlyMap<string, string>> {
  const paid = new Map<string, string>();
  const [life] = shop.lives;
  if (!life) throw new Error('the shop is closed');
  for (let payer = 1; payer <= PAYERS; payer += 1) {
    await life.shop.welcomeCustomer.execute({ profile: { userId: payer, username: `payer_${payer}`, firstName: 'Payer', languageCode: 'en' } });
  }
  for (let index = 0; index < count; index += 1) {
    const { id } = await life.shop.startTopUp.execute({ userId: 1 + (index % PAYERS), gateway: 'heleket', amount: '10' });
    const received = ['10', '10', '7.5', '12.25'][index % 4] ?? '10';
    const state = received === '7.5' ? 'underpaid' : 'paid';
    shop.world.gateway.pay(id, ton(received), { state, providerStatus: state === 'paid' ? (received === '10' ? 'paid' : 'paid_over') : 'wrong_amount' });
    paid.set(id, received);
  }
  return paid;
}

async function floodOf(shop: CrowdedShop, paymentIds: readonly string[], seed: number): Promise<readonly Post[]> {
  const genuine = paymentIds.map((id) => shop.webhookOf(id));
  const flips = fc.sample(fc.tuple(fc.nat(genuine.length - 1), fc.nat(), fc.nat(6)), { seed, numRuns: Math.ceil(genuine.length / 2) });
  const forged = flips.map(([which, at, bit]) => flipped(genuine[which] ?? '', at, bit)).filter((body) => !genuine.includes(body));
  return [...genuine.flatMap((body) => Array.from({ length: COPIES }, () => ({ body, genuine: true }))), ...forged.map((body) => ({ body, genuine: false }))];
}

/** One bit of one letter; ASCII stays ASCII. */
function flipped(body: string, at: number, bit: number): string {
  const place = at % body.length;
  return body.slice(0, place) + String.fromCharCode(body.charCodeAt(place) ^ (1 << bit)) + body.slice(place + 1);
}

function shuffled(posts: readonly Post[], seed: number): readonly Post[] {
  const whole = { minLength: posts.length, maxLength: posts.length };
  return fc.sample(fc.shuffledSubarray([...posts], whole), { seed, numRuns: 1 })[0] ?? [];
}

async function postAll(web: HttpLab, posts: readonly Post[]): Promise<readonly { readonly post: Post; readonly status: number }[]> {
  const answers: { post: Post; status: number }[] = [];
  const queue = posts.values();
  const sender = async (): Promise<void> => {
    for (const post of queue) {
      const response = await web.post('/webhook/heleket', post.body);
      await response.body?.cancel();
      answers.push({ post, status: response.status });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sender));
  return answers;
}
