import { freePort, ShopProcess } from '../../e2e/support/shop-process.js';

/** As many processes as issue an argument with each other: two of each that may be two, and one that talks with Telegram. */
const CREW = { bot: 'bot', 'webhook-1': 'webhook', 'webhook-2': 'webhook', 'worker-1': 'worker,api', 'worker-2': 'worker' } as const;

export type Member = keyof typeof CREW;
export const MEMBERS = Object.keys(CREW) as readonly Member[];

interface Posted {
  readonly port: string;
  process: ShopProcess | undefined;
  /** Whether its end is ours. */
  ending: boolean;
}

/** The shop, divided over processes of the compiled build; a process that ends by itself is started again, and remembered. */
export class Fleet {
  readonly deaths: string[] = [];

  private constructor(
    private readonly environment: Readonly<Record<string, string>>,
    private readonly posts: ReadonlyMap<Member, Posted>,
  ) {}

  static async launch(environment: Readonly<Record<string, string>>): Promise<Fleet> {
    const posts = new Map<Member, Posted>();
    for (const member of MEMBERS) posts.set(member, { port: await freePort(), process: undefined, ending: false });
    const fleet = new Fleet(environment, posts);
    // One first, so that the tables are there.
    await fleet.start('worker-1');
    await Promise.all(MEMBERS.filter((member) => member !== 'worker-1').map((member) => fleet.start(member)));
    return fleet;
  }

  port(member: Member): string {
    return this.post(member).port;
  }

  async kill(member: Member): Promise<void> {
    const post = this.post(member);
    post.ending = true;
    await post.process?.kill();
  }

  /** Resolves when it listens. */
  async start(member: Member): Promise<void> {
    const post = this.post(member);
    post.ending = false;
    const started = ShopProcess.run('dist/src/main.js', { ...this.environment, PORT: post.port, POLARIS_ROLES: CREW[member] });
    post.process = started;
    void started.exit().then(({ code, signal }) => {
      if (post.ending || post.process !== started) return undefined;
      this.deaths.push(`${member} ended by itself (${String(code ?? signal)}): ${started.output.slice(-600)}`);
      return this.start(member).catch(() => undefined);
    });
    await started.prints('Polaris listens on');
  }

  /** Tells all of them to stop; answers those that did not end well. */
  async stop(): Promise<readonly string[]> {
    const exits = await Promise.all(
      [...this.posts].map(async ([member, post]) => {
        post.ending = true;
        post.process?.send('SIGTERM');
        return { member, exit: await post.process?.exit() };
      }),
    );
    return exits.filter(({ exit }) => exit?.code !== 0).map(({ member, exit }) => `${member} ended with ${String(exit?.code ?? exit?.signal)}`);
  }

  /** What they printed, shortened. */
  said(member: Member): string {
    return this.post(member).process?.output.slice(-2_000) ?? '';
  }

  private post(member: Member): Posted {
    const post = this.posts.get(member);
    if (!post) throw new Error(`nobody is called ${member}`);
    return post;
  }
}
