/** Rows by key. A fork shares them until it is written to, so that an unfinished transaction is invisible and free to drop. */
export class Table<Key, Row> {
  private own: Map<Key, Row> | undefined;

  constructor(private readonly shared: ReadonlyMap<Key, Row> = new Map()) {}

  fork(): Table<Key, Row> {
    return new Table(this.rows);
  }

  get size(): number {
    return this.rows.size;
  }

  find(key: Key): Row | undefined {
    return this.rows.get(key);
  }

  /** In order of insertion. */
  all(): readonly Row[] {
    return [...this.rows.values()];
  }

  where(matches: (row: Row) => boolean): readonly Row[] {
    return this.all().filter(matches);
  }

  put(key: Key, row: Row): void {
    this.writable().set(key, row);
  }

  remove(key: Key): void {
    this.writable().delete(key);
  }

  private get rows(): ReadonlyMap<Key, Row> {
    return this.own ?? this.shared;
  }

  private writable(): Map<Key, Row> {
    this.own ??= new Map(this.shared);
    return this.own;
  }
}
