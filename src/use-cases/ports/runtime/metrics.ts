export type Labels = Readonly<Record<string, string>>;

export type CounterName =
  | 'telegram_bot_messages_total'
  | 'telegram_bot_payments_total'
  | 'telegram_bot_errors_total'
  | 'telegram_bot_rate_limit_hits'
  | 'polaris_webhooks_total'
  | 'polaris_star_deliveries_total'
  | 'polaris_panel_visits_total'
  | 'polaris_provider_calls_total'
  | 'polaris_cache_requests_total';

export type GaugeName = 'telegram_bot_active_users' | 'polaris_due_work' | 'polaris_circuit_state' | 'polaris_discrepancies_open';

export type HistogramName = 'telegram_bot_response_time_seconds' | 'polaris_provider_seconds';

export interface Metrics {
  count(name: CounterName, labels?: Labels): void;
  gauge(name: GaugeName, value: number, labels?: Labels): void;
  observe(name: HistogramName, seconds: number, labels?: Labels): void;
  /** Prometheus text exposition. */
  expose(): Promise<{ readonly contentType: string; readonly text: string }>;
}
