import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CounterName, GaugeName, HistogramName, Labels, Metrics } from '#use-cases/ports/runtime/metrics.js';

const COUNTERS: Readonly<Record<CounterName, string>> = {
  telegram_bot_messages_total: 'Updates that came from Telegram',
  telegram_bot_payments_total: 'Payments by the state they entered',
  telegram_bot_errors_total: 'Errors by where and what',
  telegram_bot_rate_limit_hits: 'Requests that were asked to wait',
  polaris_webhooks_total: 'Webhooks by gateway and verdict',
  polaris_star_deliveries_total: 'Deliveries of stars by the state they entered',
  polaris_panel_visits_total: 'Panels told about an account, by how it ended',
  polaris_provider_calls_total: 'Calls to outside systems by outcome',
  polaris_cache_requests_total: 'Questions to the cache by what they are about and whether it knew',
};

const GAUGES: Readonly<Record<GaugeName, string>> = {
  telegram_bot_active_users: 'People seen lately',
  polaris_due_work: 'Rows whose next step is due',
  polaris_circuit_state: 'Whether an outside system is called: 0 closed, 1 on trial, 2 left alone',
  polaris_discrepancies_open: 'Differences between our books and the outside that nobody has settled',
};

const HISTOGRAMS: Readonly<Record<HistogramName, string>> = {
  telegram_bot_response_time_seconds: 'From an update to its answer',
  polaris_provider_seconds: 'Duration of calls to outside systems',
};

/** The labels there are; a series shows those it was given. Few values each: never an id, a name or a text of a person. */
const LABELS = ['kind', 'type', 'state', 'gateway', 'verdict', 'provider', 'system', 'step', 'outcome', 'result', 'room', 'code', 'where', 'command', 'screen', 'route', 'method', 'status', 'period'] as const;

type Label = (typeof LABELS)[number];

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Figures for Prometheus in a registry of their own, with those of the process. Counting never throws: unknown labels are left out. */
export class PromMetrics implements Metrics {
  private readonly registry = new Registry();
  private readonly counters = this.each(COUNTERS, (options) => new Counter<Label>(options));
  private readonly gauges = this.each(GAUGES, (options) => new Gauge<Label>(options));
  private readonly histograms = this.each(HISTOGRAMS, (options) => new Histogram<Label>({ ...options, buckets: BUCKETS_SECONDS }));

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // There from the first moment: a rate over a series that is missing is no answer.
    for (const counter of Object.values(this.counters)) counter.inc(0);
    for (const histogram of Object.values(this.histograms)) histogram.zero({});
  }

  count(name: CounterName, labels: Labels = {}): void {
    this.counters[name].inc(known(labels));
  }

  gauge(name: GaugeName, value: number, labels: Labels = {}): void {
    this.gauges[name].set(known(labels), value);
  }

  observe(name: HistogramName, seconds: number, labels: Labels = {}): void {
    this.histograms[name].observe(known(labels), seconds);
  }

  async expose(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }

  private each<Name extends string, Metric>(helps: Readonly<Record<Name, string>>, make: (options: MetricOptions) => Metric): Record<Name, Metric> {
    const made = Object.entries<string>(helps).map(([name, help]) => [name, make({ name, help, labelNames: LABELS, registers: [this.registry] })] as const);
    return Object.fromEntries(made) as Record<Name, Metric>;
  }
}

interface MetricOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly Label[];
  readonly registers: Registry[];
}

function known(labels: Labels): Partial<Record<Label, string>> {
  const given: Partial<Record<Label, string>> = {};
  for (const name in labels) if (isLabel(name) && labels[name] !== undefined) given[name] = labels[name];
  return given;
}

const KNOWN: ReadonlySet<string> = new Set(LABELS);

function isLabel(name: string): name is Label {
  return KNOWN.has(name);
}
