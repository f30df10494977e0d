import { WireRefusal } from './wire-refusal.js';

const REMEMBERED_MS = 24 * 3_600_000;

export interface KeptAnswer {
  readonly key: string;
  /** The call it was given for: address and body. */
  readonly call: string;
  readonly body: object;
  readonly at: string;
}

/** What each key was answered with. After a day a key is forgotten, and the same call is a new one. */
export class Idempotence {
  private readonly answers = new Map<string, KeptAnswer>();

  constructor(private readonly now: () => Date) {}

  /** The first answer under this key, or what `work` brings now; a refusal is not kept. Throws `WireRefusal` for another call. */
  once(key: string, call: string, work: () => object): object {
    const kept = this.answers.get(key);
    if (kept && this.now().getTime() - Date.parse(kept.at) < REMEMBERED_MS) {
      if (kept.call !== call) throw new WireRefusal('invalid_request', 'Idempotence key duplicated', 'Idempotence-Key');
      return kept.body;
    }
    const body = work();
    this.answers.set(key, { key, call, body, at: this.now().toISOString() });
    return body;
  }

  snapshot(): readonly KeptAnswer[] {
    return [...this.answers.values()];
  }

  restore(answers: readonly KeptAnswer[]): void {
    this.answers.clear();
    for (const answer of answers) this.answers.set(answer.key, answer);
  }
}
