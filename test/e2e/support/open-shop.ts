import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Database } from '#adapters/outbound/postgres/connection.js';
import type { Edge } from '#composition/resources.js';
import { runSandbox, type RunningSandbox } from '#composition/sandbox-mode.js';
import { TOKENS as T } from '#composition/tokens.js';
import type { Money } from '#domain/shared/money.js';
import { testDatabase } from '../../support/database.js';
import { Api } from './api.js';
import { Outside } from './outside.js';
import { type Introduction, Person } from './person.js';
import { ShiftedClock } from './shifted-clock.js';
import type { Patience } from './until.js';

export interface ShopOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Keeps everything there, over restarts too; without it the database is the tests' own, emptied. */
  readonly dataDir?: string;
  readonly clock?: ShiftedClock;
  readonly edge?: Edge;
}

/** A whole sandbox shop in this process, and the hands of the people around it. */
export class OpenShop {
  readonly api: Api;
  readonly outside: Outside;

  private constructor(
    readonly service: RunningSandbox,
    readonly clock: ShiftedClock,
    private readonly log: readonly string[],
    private readonly temporary: string | undefined,
  ) {
    this.api = new Api(service.origin);
    this.outside = new Outside(this.api);
  }

  static async open({ environment = {}, dataDir, clock = new ShiftedClock(), edge = {} }: ShopOptions = {}): Promise<OpenShop> {
    const temporary = dataDir === undefined ? await mkdtemp(join(tmpdir(), 'polaris-')) : undefined;
    const log: string[] = [];
    const variables = { PORT: '0', LOG_LEVEL: 'silent', SWEEP_INTERVAL_MS: '100', CIRCUIT_BREAKER_OPEN_SECONDS: '1', ...environment };
    const edges = { clock, log: collecting(log), ...(dataDir === undefined && { openDatabase: openShared }), ...edge };
    return new OpenShop(await runSandbox({ ...variables, DATA_DIR: dataDir ?? temporary }, edges), clock, log, temporary);
  }

  get origin(): string {
    return this.service.origin;
  }

  get database(): Database {
    return this.service.shop().container.get(T.database);
  }

  /** Everything logged so far. */
  get logged(): string {
    return this.log.join('');
  }

  person(id: number, introduction: Introduction = { username: `person_${id}`, firstName: 'Vera', languageCode: 'en' }, patience: Patience = {}): Person {
    return new Person(this.api, id, introduction, patience);
  }

  /** The same, in a hurry: while they wait, a second passes with each look. */
  hurriedPerson(id: number, introduction?: Introduction): Person {
    return this.person(id, introduction, this.hurry);
  }

  get hurry(): Patience {
    return { meanwhile: () => this.clock.advance(250) };
  }

  async available(userId: number): Promise<string> {
    return (await this.wallet(userId)).available.toDecimal();
  }

  wallet(userId: number): Promise<{ readonly available: Money; readonly held: Money }> {
    return this.service.shop().container.get(T.walletQueries).wallet(userId);
  }

  /** Every broken invariant of the books; empty when all is well. */
  async brokenRules(): Promise<readonly string[]> {
    const checks = await this.service.shop().container.get(T.ledgerAudit).verify();
    return checks.flatMap(({ id, title, violations }) => violations.map((row) => `${id} ${title}: ${JSON.stringify(row)}`));
  }

  async stop(): Promise<void> {
    await this.service.stop(5_000);
    if (this.temporary !== undefined) await rm(this.temporary, { recursive: true, force: true });
  }
}

/** The tests' own database, which closing the shop leaves open. */
async function openShared(): Promise<Database> {
  return { ...(await testDatabase()), close: () => Promise.resolve() };
}

function collecting(lines: string[]): Writable {
  return new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(line.toString());
      done();
    },
  });
}
