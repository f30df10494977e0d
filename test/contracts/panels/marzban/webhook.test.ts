import { expect } from 'chai';
import { judgeWebhook } from '#adapters/outbound/panels/marzban/webhook.js';

const SECRET = 'a-secret-of-webhooks';
const notice = (username: string, action = 'user_expired') => ({ username, action, enqueued_at: 1, send_at: 1, tries: 0 });
const batch = (...notices: readonly unknown[]) => Buffer.from(JSON.stringify(notices));

describe("Marzban's webhook", () => {
  const judge = (body: Buffer, secret: string | undefined = SECRET) => judgeWebhook({ body, headers: { 'x-webhook-secret': secret } }, SECRET);

  it('is a batch: each account is named once, whatever is said of it', () => {
    expect(judge(batch(notice('s_one'), notice('s_two'), notice('s_one', 'user_disabled')))).to.deep.include({ verdict: 'authentic', keys: ['s_one', 's_two'] });
    expect(judge(batch({ action: 'something_new' }))).to.deep.include({ verdict: 'authentic', keys: [] });
  });

  it('that is sent again is the same event, another batch is another', () => {
    const keyOf = (body: Buffer) => (judge(body) as { eventKey?: string }).eventKey;
    expect(keyOf(batch(notice('s_one')))).to.equal(keyOf(batch(notice('s_one'))));
    expect(keyOf(batch(notice('s_one')))).to.not.equal(keyOf(batch(notice('s_two'))));
  });

  it('needs the whole secret', () => {
    for (const secret of ['', 'a-secret-of-webhook', 'a-secret-of-webhooks ', 'A-secret-of-webhooks']) {
      expect(judge(batch(notice('s_one')), secret)).to.deep.equal({ verdict: 'rejected', reason: 'bad-signature' });
    }
    expect(judgeWebhook({ body: batch(), headers: {} }, SECRET)).to.deep.equal({ verdict: 'rejected', reason: 'bad-signature' });
  });

  it('without a secret of ours is not taken at all', () => {
    expect(judgeWebhook({ body: batch(), headers: { 'x-webhook-secret': '' } }, undefined)).to.deep.equal({ verdict: 'rejected', reason: 'not-supported' });
  });

  it('that is no batch is malformed, not a failure', () => {
    for (const body of ['', '{}', '[1]', '[{"username":5.5}', '[{"username":["s_one"]}]', '\u0000']) {
      expect(judge(Buffer.from(body)), body).to.deep.equal({ verdict: 'rejected', reason: 'malformed' });
    }
    expect(judge(Buffer.from([0x5b, 0xff, 0x5d]))).to.deep.equal({ verdict: 'rejected', reason: 'malformed' });
    expect(judge(Buffer.from(`[${' '.repeat(4 * 1024 * 1024)}]`))).to.deep.equal({ verdict: 'rejected', reason: 'malformed' });
  });
});
