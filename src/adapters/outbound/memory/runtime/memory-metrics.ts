import type { CounterName, GaugeName, HistogramName, Labels, Metrics } from '#use-cases/ports/runtime/metrics.js';

/** Figures that are kept for a test to read: counters add up, gauges keep the last value, histograms keep all. */
export class MemoryMetrics implements Metrics {
  private readonly counters = new Map<string, number>();
  private readonly gauges = new Map<string, number>();
  private readonly observations = new Map<string, number[]>();

  count(name: CounterName, labels: Labels = {}): void {
    const key = keyOf(name, labels);
    this.counters.set(key, (this.counters.get(key) ?? 0) + 1);
  }

  gauge(name: GaugeName, value: number, labels: Labels = {}): void {
    this.gauges.set(keyOf(name, labels), value);
  }

  observe(name: HistogramName, seconds: number, labels: Labels = {}): void {
    const key = keyOf(name, labels);
    this.observations.set(key, [...(this.observations.get(key) ?? []), seconds]);
  }

  counted(name: CounterName, labels: Labels = {}): number {
    return this.counters.get(keyOf(name, labels)) ?? 0;
  }

  gauged(name: GaugeName, labels: Labels = {}): number | undefined {
    return this.gauges.get(keyOf(name, labels));
  }

  observed(name: HistogramName, labels: Labels = {}): readonly number[] {
    return this.observations.get(keyOf(name, labels)) ?? [];
  }

  async expose(): Promise<{ readonly contentType: string; readonly text: string }> {
    const lines = [...this.counters, ...this.gauges].map(([key, value]) => `${key} ${value}`);
    return { contentType: 'text/plain', text: `${lines.join('\n')}\n` };
  }
}

function keyOf(name: string, labels: Labels): string {
  const parts = Object.entries(labels)
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([label, value]) => `${label}="${value}"`);
  return parts.length === 0 ? name : `${name}{${parts.join(',')}}`;
}
