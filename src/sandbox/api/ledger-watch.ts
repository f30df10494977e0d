const LOOK_EVERY = 1_000;

/** Notices that the shop's books changed, while somebody looks. */
export class LedgerWatch {
  private readonly timer: NodeJS.Timeout;
  private seen = '';
  private looking = false;

  constructor(
    private readonly isWanted: () => boolean,
    private readonly ledger: () => Promise<unknown>,
    private readonly changed: () => void,
  ) {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.looking || !this.isWanted()) return;
    this.looking = true;
    const books = await this.read();
    this.looking = false;
    if (books !== this.seen) this.changed();
    this.seen = books;
  }

  /** A shop that cannot answer right now has not changed its books. */
  private async read(): Promise<string> {
    try {
      return JSON.stringify({ books: await this.ledger() });
    } catch {
      return this.seen;
    }
  }
}
