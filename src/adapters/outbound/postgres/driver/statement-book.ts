/** What is known about one text of SQL. */
export interface StatementFacts {
  /** One name for one text, so that a connection parses and plans it once; undefined where too many texts have names already. */
  readonly name: string | undefined;
  /** The text without line breaks, cut short; values are bound and never part of it. */
  readonly step: string;
  /** Columns of tables and nothing that locks or calls: at READ COMMITTED it sees the same outside a transaction as inside. */
  readonly plainRead: boolean;
}

/** More different statements than the shop has; a list that grew with its values would otherwise fill the server's memory. */
const MOST_NAMES = 400;
const LONGEST_STEP = 100;
const PLAIN_READ = /^select [\w".*, ]+ from (?!.* for (update|share|no key|key share)\b)/s;

/** Looks at each text of SQL once. */
export class StatementBook {
  private known = new Map<string, StatementFacts>();
  private generation = 0;

  of(sql: string): StatementFacts {
    return this.known.get(sql) ?? this.read(sql);
  }

  /** Prepares everything anew, on every connection: the tables have changed under the plans. */
  renew(): void {
    this.generation += 1;
    this.known = new Map();
  }

  private read(sql: string): StatementFacts {
    const full = this.known.size >= MOST_NAMES;
    const name = full ? undefined : `polaris_${this.generation}_${this.known.size}`;
    const facts = { name, step: sql.replace(/\s+/g, ' ').trim().slice(0, LONGEST_STEP), plainRead: PLAIN_READ.test(sql) };
    if (!full) this.known.set(sql, facts);
    return facts;
  }
}
