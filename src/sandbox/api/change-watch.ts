const LOOK_EVERY = 1_000;

/** Notices that something changed which tells nobody by itself, while somebody looks. */
export class ChangeWatch {
  private readonly timer: NodeJS.Timeout;
  private seen: string | undefined;
  private looking = false;

  constructor(
    private readonly isWanted: () => boolean,
    private readonly look: () => unknown,
    private readonly changed: () => void,
    /** Whether what it sees first is news. */
    private readonly firstIsNews: boolean,
  ) {
    this.timer = setInterval(() => void this.compare(), LOOK_EVERY).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async compare(): Promise<void> {
    if (this.looking || !this.isWanted()) return;
    this.looking = true;
    const found = await this.read();
    this.looking = false;
    const isNews = this.seen === undefined ? this.firstIsNews : found !== this.seen;
    if (isNews) this.changed();
    this.seen = found;
  }

  /** What cannot be looked at right now has not changed. */
  private async read(): Promise<string | undefined> {
    try {
      return JSON.stringify({ found: await this.look() });
    } catch {
      return this.seen;
    }
  }
}
