import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../../e2e/support/shop-process.js';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

/** A Postgres server of the test's own, which may be treated as badly as it likes. */
export class OwnPostgres {
  private constructor(
    private readonly folder: string,
    private readonly port: string,
  ) {}

  /** Rejects where there is no `initdb`, neither on the PATH nor where Debian puts it. */
  static async start(): Promise<OwnPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'polaris-postgres-'));
    const server = new OwnPostgres(folder, await freePort());
    if (isRoot) await run('chown', ['postgres', folder]);
    await server.command('initdb', '-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-N');
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** As after a crash: nobody is asked, nothing is written down, and the next start recovers from the log. */
  async stopAtOnce(): Promise<void> {
    await this.command('pg_ctl', 'stop', '-D', join(this.folder, 'data'), '-m', 'immediate', '-w');
  }

  async startAgain(): Promise<void> {
    const options = `-p ${this.port} -k ${this.folder} -c listen_addresses=127.0.0.1 -c max_connections=120`;
    await this.command('pg_ctl', 'start', '-D', join(this.folder, 'data'), '-l', join(this.folder, 'log'), '-o', options, '-w');
  }

  async remove(): Promise<void> {
    await this.stopAtOnce();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Postgres refuses to run as root. */
  private async command(program: string, ...words: readonly string[]): Promise<void> {
    const path = join(binaries(), program);
    if (isRoot) await run('runuser', ['-u', 'postgres', '--', path, ...words], { cwd: this.folder });
    else await run(path, [...words], { cwd: this.folder });
  }
}

const isRoot = process.getuid?.() === 0;

function binaries(): string {
  const onPath = (process.env.PATH ?? '').split(':').find((folder) => existsSync(join(folder, 'initdb')));
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : [];
  const found = onPath ?? versions.map((version) => join(DEBIAN, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
  if (found === undefined) throw new Error('no Postgres server is installed here: chaos needs initdb and pg_ctl');
  return found;
}
