import { Api } from '../../e2e/support/api.js';

/** What was done in the world and what the shop has promised, as Jepsen writes it down: before the deed, and after the answer. */
export class History {
  /** Invoices somebody paid, or began to pay. */
  readonly paid = new Set<string>();
  /** Of these, the ones whose webhook the shop has answered with 200. */
  readonly taken = new Set<string>();
  /** Orders somebody pressed "pay" for. */
  readonly ordered = new Set<string>();
  /** Of these, the ones the bot has said to be on the way or delivered. */
  readonly promised = new Set<string>();
  readonly deeds = new Map<string, number>();

  did(deed: string): void {
    this.deeds.set(deed, (this.deeds.get(deed) ?? 0) + 1);
  }

  get total(): number {
    return [...this.deeds.values()].reduce((sum, count) => sum + count, 0);
  }
}

/** The controls of the stand-ins; does not keep what they answered. */
export class ForgetfulApi extends Api {
  override async post<Answer>(path: string, body: object = {}): Promise<Answer> {
    const answer = await super.post<Answer>(path, body);
    this.answers.length = 0;
    return answer;
  }

  override async get<Answer>(path: string): Promise<Answer> {
    const answer = await super.get<Answer>(path);
    this.answers.length = 0;
    return answer;
  }
}
