import { ImpossibleMove } from '#domain/shared/transitions.js';

/** What Postgres said about a refused statement. */
export interface DatabaseRefusal {
  /** SQLSTATE. */
  readonly code: string;
  readonly constraint: string | undefined;
  readonly message: string;
}

const REPEATABLE = ['40001', '40P01'];
/** Connection exceptions, a server that stops, starts or is full, and what the network says of one that is gone. */
const AWAY = /^(08...|57P0[123]|53300|ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;
/** What the driver and the pool say without a code. */
const AWAY_IN_WORDS = /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Knex: Timeout acquiring a connection|Client has encountered a connection error)/;
const SHOP_STATE_MOVE = 'ST001';
const MOVE = /(\w+) \S+ cannot go from (\w+) to (\w+)$/;

/** Reads a refusal out of what Knex or Objection threw; undefined when it is another kind of error. */
export function refusalOf(error: unknown): DatabaseRefusal | undefined {
  const source: unknown = error instanceof Error && 'nativeError' in error ? error.nativeError : error;
  if (!(source instanceof Error) || !('code' in source) || typeof source.code !== 'string') return undefined;
  const constraint = 'constraint' in source && typeof source.constraint === 'string' ? source.constraint : undefined;
  return { code: source.code, constraint, message: source.message };
}

/** Two transactions got in each other's way, or a table changed under a plan: the same work may succeed when run again. */
export function isRepeatable(error: unknown): boolean {
  return REPEATABLE.includes(refusalOf(error)?.code ?? '') || isOutdatedPlan(error);
}

/** A statement was prepared before another process changed its table, as happens while a new version is rolled out. */
export function isOutdatedPlan(error: unknown): boolean {
  const refusal = refusalOf(error);
  return refusal?.code === '0A000' && refusal.message.includes('cached plan must not change result type');
}

/** The database was not reached, or was lost on the way. */
export function isStoreAway(error: unknown): boolean {
  const refusal = refusalOf(error);
  if (refusal) return AWAY.test(refusal.code);
  return error instanceof Error && AWAY_IN_WORDS.test(error.message);
}

/** Runs one statement; a broken constraint in `meanings` is thrown as the error it stands for, a forbidden move as `ImpossibleMove`. */
export async function translating<Result>(statement: PromiseLike<Result>, meanings: Readonly<Record<string, () => Error>> = {}): Promise<Result> {
  try {
    return await statement;
  } catch (error) {
    throw meaningOf(error, meanings) ?? error;
  }
}

function meaningOf(error: unknown, meanings: Readonly<Record<string, () => Error>>): Error | undefined {
  const refusal = refusalOf(error);
  if (!refusal) return undefined;
  const meaning = meanings[refusal.constraint ?? refusal.code];
  if (meaning) return meaning();
  if (refusal.code !== SHOP_STATE_MOVE) return undefined;
  const [, machine, from, to] = MOVE.exec(refusal.message) ?? [];
  return new ImpossibleMove(machine ?? 'record', from ?? 'its final state', to ?? 'another');
}
