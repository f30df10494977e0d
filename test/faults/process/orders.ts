import type { ShopDoor } from '../flows/flow.js';
import type { CutPoint } from '../sweep/cut-line.js';

export type Task =
  | { readonly do: 'begin'; readonly environment: Readonly<Record<string, string>>; readonly point: CutPoint | undefined }
  | { readonly do: 'ask'; readonly door: keyof ShopDoor; readonly command: unknown }
  | { readonly do: 'work' | 'tick' | 'end' };

/** What the parent wants; `now` is the time that the shop's clock shows from then on. */
export interface Order {
  readonly now: Date;
  readonly task: Task;
}

/** `calls` are those that crossed the edge meanwhile. */
export interface Report {
  readonly calls: readonly string[];
  readonly answer?: unknown;
  readonly failure?: string;
}
