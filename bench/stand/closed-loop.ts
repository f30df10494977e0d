import { HttpLine } from './http-line.js';

export interface Post {
  readonly path: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LoopResult {
  readonly perSecond: number;
  /** How long each request took, sorted, in milliseconds. */
  readonly latencies: readonly number[];
}

/** `clients` connections send `posts` between them, each its next one when the last was answered. Throws for any answer but 200. */
export async function closedLoop(port: number, clients: number, posts: readonly Post[]): Promise<LoopResult> {
  const lines = await Promise.all(Array.from({ length: clients }, () => HttpLine.open(port)));
  const latencies: number[] = [];
  const queue = posts.values();
  const began = performance.now();
  const work = async (line: HttpLine): Promise<void> => {
    for (const { path, body, headers } of queue) {
      const sent = performance.now();
      const status = await line.post(path, body, headers);
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      latencies.push(performance.now() - sent);
    }
  };
  try {
    await Promise.all(lines.map(work));
  } finally {
    for (const line of lines) line.close();
  }
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: posts.length / seconds, latencies: latencies.sort((a, b) => a - b) };
}
