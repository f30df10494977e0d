import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { MemoryLedgerAudit } from '#adapters/outbound/memory/persistence/queries/memory-ledger-audit.js';
import { aWebhook, HttpLab, INVOICE } from '../../adapters/http/http-lab.js';
import { seeded } from '../chaos/seeded.js';
import { faultReport } from '../report/fault-report.js';
import { chosen, mutated } from './mutation.js';
import { Strays } from './strays.js';

const SECRET = 'what-the-simplified-webhook-is-signed-with';
const SIMPLIFIED = JSON.stringify({ uuid: INVOICE, order_id: INVOICE, status: 'paid' });
const AT_ONCE = 16;

/** Golden webhooks, changed at random in body and headers: none is taken for genuine that does not say what a genuine one says. */
export function webhookFuzzContract(count: number): void {
  describe('webhooks changed at random', function () {
    this.timeout(60_000 + count * 20);
    const strays = new Strays();
    let lab: HttpLab;
    let draw: () => number;
    before(async () => {
      draw = seeded(faultReport.seed('webhook fuzz'));
      lab = await HttpLab.open({ environment: { WEBHOOK_SECRET: SECRET } });
      strays.watch();
    });
    after(() => lab.close());

    const signed = (): [string, Record<string, string>] => [aWebhook('paid'), {}];
    const simplified = (): [string, Record<string, string>] => [SIMPLIFIED, { 'x-signature': createHmac('sha256', SECRET).update(SIMPLIFIED).digest('hex') }];

    function changed(): { golden: string; body: string; headers: Record<string, string> } {
      const [golden, headers] = chosen([signed, simplified], draw)();
      const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, draw() < 0.3 ? printable(mutated(value, draw)) : value]));
      const odd: Record<string, string> = draw() < 0.2 ? { [chosen(['content-type', 'content-encoding', 'x-forwarded-for', 'x-signature'], draw)]: printable(mutated('application/json', draw)) } : {};
      return { golden, body: mutated(golden, draw), headers: { ...sent, ...odd } };
    }

    async function send(): Promise<void> {
      const { golden, body, headers } = changed();
      const response = await lab.post('/webhook/heleket', Buffer.from(body, draw() < 0.1 ? 'latin1' : 'utf8'), headers);
      await response.body?.cancel();
      expect(response.status, `${body} ${JSON.stringify(headers)}`).to.be.lessThan(500);
      if (response.ok) expect(JSON.parse(body), body).to.deep.equal(JSON.parse(golden));
    }

    it('are refused politely, move nothing and leave nothing behind', async () => {
      for (let sent = 0; sent < count; sent += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, send));
      faultReport.visited('webhook changed at random', count);
      const { accounts, transfers } = await new MemoryLedgerAudit(lab.memory).overview(1);
      expect([accounts, transfers]).to.deep.equal([[], []]);
      expect(lab.logger.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
      strays.expectNone();
    });
  });
}

/** What a client can write into a header at all. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '').slice(0, 2_000).trim();
}
