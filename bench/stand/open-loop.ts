import { setTimeout as pause } from 'node:timers/promises';
import type { Post } from './closed-loop.js';
import { HttpLine } from './http-line.js';

/**
 * Sends `posts` at a fixed rate, whether or not the earlier ones were answered; answers how long each took from the moment it was
 * due, sorted, in milliseconds. A sender that waits for answers would hide how long the others would have had to wait.
 */
export async function openLoop(port: number, perSecond: number, posts: readonly Post[]): Promise<readonly number[]> {
  const idle: HttpLine[] = [];
  const latencies: number[] = [];
  const began = performance.now();
  const send = async ({ path, body, headers }: Post, due: number): Promise<void> => {
    const line = usable(idle.pop()) ?? (await HttpLine.open(port));
    const status = await line.post(path, body, headers);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    latencies.push(performance.now() - due);
    idle.push(line);
  };
  const sent: Promise<void>[] = [];
  for (const [index, post] of posts.entries()) {
    const due = began + (index * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    sent.push(send(post, due));
  }
  await Promise.all(sent);
  for (const line of idle) line.close();
  return latencies.sort((a, b) => a - b);
}

function usable(line: HttpLine | undefined): HttpLine | undefined {
  return line?.isOpen ? line : undefined;
}
