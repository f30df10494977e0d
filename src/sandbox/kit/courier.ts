const USUAL_PATIENCE_MS = 10_000;

/** Posts a text once as it is; the HTTP status, or null when nobody answered. Follows no redirect. */
export async function postText(url: string, text: string, headers: Readonly<Record<string, string>>, patienceMs = USUAL_PATIENCE_MS): Promise<number | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}

/** Brings what a provider has to tell to whoever is to hear it, and comes again while it is not taken. Parcels are JSON, kept over restarts. */
export abstract class Courier<Parcel extends { readonly tries: number }> {
  private readonly waiting = new Map<Parcel, NodeJS.Timeout>();
  /** What is under way, and what it is about. */
  private readonly running = new Map<Promise<unknown>, string>();
  private stopped = false;

  /** Whether it was taken. */
  protected abstract deliver(parcel: Parcel): Promise<boolean>;
  protected abstract aboutOf(parcel: Parcel): string;
  /** How long to wait after so many tries; undefined gives it up. */
  protected abstract pauseAfter(tries: number): number | undefined;
  /** A repetition whose time comes while it may not be tried is forgotten. */
  protected abstract mayTry(): boolean;

  /** Resolves when nothing about this is under way, or nothing at all; what is still to be repeated may wait. */
  async idle(about?: string): Promise<void> {
    const tries = [...this.running].filter(([, subject]) => about === undefined || subject === about);
    if (tries.length === 0) return;
    await Promise.all(tries.map(([work]) => work));
    return this.idle(about);
  }

  pending(): readonly Parcel[] {
    return [...this.waiting.keys()];
  }

  /** Takes up what an earlier process had not delivered. */
  resume(pending: readonly Parcel[]): void {
    for (const parcel of pending) this.schedule(parcel);
  }

  clear(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.clear();
    await this.idle();
  }

  protected get hasStopped(): boolean {
    return this.stopped;
  }

  /** One try; resolves when it has an answer, and plans the next one where it was not taken. */
  protected async attempt(parcel: Parcel): Promise<void> {
    if (!(await this.deliver(parcel))) this.schedule({ ...parcel, tries: parcel.tries + 1 });
  }

  protected track<Result>(about: string, work: Promise<Result>): Promise<Result> {
    const tracked = work.finally(() => this.running.delete(tracked));
    this.running.set(tracked, about);
    return tracked;
  }

  /** Begins to bring a parcel, in so many copies at once; resolves when each first try has an answer. */
  protected async send(parcel: Parcel, copies = 1): Promise<void> {
    await Promise.all(Array.from({ length: copies }, () => this.track(this.aboutOf(parcel), this.attempt(parcel))));
  }

  private schedule(parcel: Parcel): void {
    const pause = this.pauseAfter(parcel.tries);
    if (pause === undefined || this.stopped) return;
    const again = (): void => {
      this.waiting.delete(parcel);
      if (this.mayTry()) void this.send(parcel);
    };
    this.waiting.set(parcel, setTimeout(again, pause).unref());
  }
}
