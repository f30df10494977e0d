import { expect } from 'chai';
import { SystemClock } from '#adapters/outbound/system/system-clock.js';
import { UuidIds } from '#adapters/outbound/system/uuid-ids.js';
import { PromMetrics } from '#adapters/outbound/system/prom-metrics.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the clock', () => {
  it('tells the time of the machine', () => {
    const before = Date.now();
    expect(new SystemClock().now().getTime()).to.be.within(before, Date.now());
  });
});

describe('ids', () => {
  it('are version 7 uuids of this moment', () => {
    const id = new UuidIds(() => Date.UTC(2026, 0, 15)).next();
    expect(id).to.match(UUID_V7);
    expect(Number(`0x${id.replaceAll('-', '').slice(0, 12)}`)).to.equal(Date.UTC(2026, 0, 15));
  });

  it('rise strictly, ten thousand within one moment and when the clock goes back', () => {
    let now = Date.UTC(2026, 0, 15);
    const ids = new UuidIds(() => now);
    const made = Array.from({ length: 10_000 }, () => ids.next());
    now -= 60_000;
    made.push(...Array.from({ length: 100 }, () => ids.next()));
    now += 120_000;
    made.push(ids.next());
    expect(new Set(made).size).to.equal(made.length);
    expect(made).to.deep.equal([...made].sort());
    expect(made.filter((id) => !UUID_V7.test(id))).to.deep.equal([]);
  });
});

describe('metrics', () => {
  it('are shown to Prometheus with those of the process', async () => {
    const metrics = new PromMetrics();
    metrics.count('telegram_bot_payments_total', { state: 'credited' });
    metrics.count('telegram_bot_payments_total', { state: 'credited' });
    metrics.count('telegram_bot_messages_total');
    metrics.gauge('polaris_due_work', 3, { kind: 'payments' });
    metrics.observe('telegram_bot_response_time_seconds', 0.07, { kind: 'callback' });
    const { contentType, text } = await metrics.expose();
    expect(contentType).to.contain('text/plain');
    expect(text).to.contain('telegram_bot_payments_total{state="credited"} 2');
    expect(text).to.match(/^telegram_bot_messages_total 1$/m);
    expect(text).to.contain('polaris_due_work{kind="payments"} 3');
    expect(text).to.contain('telegram_bot_response_time_seconds_bucket{le="0.1",kind="callback"} 1');
    expect(text).to.contain('process_cpu_seconds_total');
  });

  it('two shops in one process do not mix', async () => {
    const [one, two] = [new PromMetrics(), new PromMetrics()];
    one.count('polaris_webhooks_total', { gateway: 'heleket' });
    expect((await two.expose()).text).not.to.contain('heleket');
  });

  it('a label nobody declared is left out instead of breaking the caller', async () => {
    const metrics = new PromMetrics();
    metrics.count('telegram_bot_errors_total', { kind: 'invalid', person: '42' });
    expect((await metrics.expose()).text).to.contain('telegram_bot_errors_total{kind="invalid"} 1');
  });
});
