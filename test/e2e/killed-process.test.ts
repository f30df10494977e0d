import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '#adapters/outbound/postgres/connection.js';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.js';
import { Api } from './support/api.js';
import { findLeaks, secretsOf } from './support/leaks.js';
import { invoiceOf, Outside } from './support/outside.js';
import { Person } from './support/person.js';
import { freePort, ShopProcess } from './support/shop-process.js';
import { until } from './support/until.js';

/** The world lives in this process and the shop in one of its own, as it does for real: killing the shop kills nothing else. */
describe('the service as a process', function () {
  this.timeout(90_000);
  let world: Sandbox;
  let outside: Outside;
  let vera: Person;
  let dataDir: string;
  let environment: Record<string, string>;
  let service: ShopProcess;
  let printed = '';

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'polaris-'));
    world = await createSandbox({ host: '127.0.0.1', port: 0 });
    const api = new Api(world.origin);
    outside = new Outside(api);
    vera = new Person(api, 8000, { username: 'vera_star', firstName: 'Vera', languageCode: 'en' }, { deadlineMs: 40_000 });
    const PORT = await freePort();
    environment = {
      ...world.environment,
      ...{ PORT, DATA_DIR: dataDir, TELEGRAM_UPDATES: 'polling', LOG_LEVEL: 'debug', SHUTDOWN_DRAIN_SECONDS: '0', SWEEP_INTERVAL_MS: '100', WEBHOOK_HOST: `http://127.0.0.1:${PORT}` },
    };
    await outside.price(4_500_000);
  });
  afterEach(() => {
    printed += service.output;
  });
  after(async () => {
    await service.kill();
    await world.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    service = ShopProcess.run('src/main.ts', environment);
    await service.prints('Polaris listens on');
  }

  /** Two minutes pass while nothing runs, after which all that the dead process had in hand is free again. */
  async function sleepTwoMinutes(): Promise<void> {
    const database = await openDatabase({ dataDir, poolSize: 1 });
    const earlier = (column: string): string => `${column} = ${column} - interval '2 minutes'`;
    await database.knex.raw(`UPDATE star_fulfilments SET ${earlier('leased_until')}, ${earlier('next_attempt_at')}`);
    await database.knex.raw(`UPDATE outbox SET ${earlier('next_attempt_at')}`);
    await database.close();
  }

  /** A request that the service has begun to read and cannot finish yet. */
  async function halfARequest(head: string): Promise<Socket> {
    const socket = connect(Number(environment['PORT']), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(head);
    return socket;
  }

  it('killed as money is held and again as it is spent, it delivers once after the next start', async () => {
    await start();
    await vera.asks('/start', /Hi, Vera!/);
    await vera.walks('balance', 'recharge', 'recharge_heleket');
    await outside.pay(invoiceOf(await vera.taps('recharge_heleket_10', /invoice is ready/)));
    await vera.sees(/10 TON added/);
    await vera.asks('/start', /10 TON/);
    await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_self');
    await vera.tap('order_pay_');
    await vera.sees(/on the way/);
    await service.kill();
    await sleepTwoMinutes();
    await start();
    await until(async () => ((await outside.world()).ton.transfers.length > 0 ? true : undefined), () => 'nothing was paid', { deadlineMs: 40_000 });
    await service.kill();
    await sleepTwoMinutes();
    await start();
    await vera.sees(/Stars delivered!/);
    const { fragment, ton } = await outside.world();
    expect(fragment.deliveries.map(({ recipient, stars }) => `${recipient} ${stars}`)).to.deep.equal(['vera_star 110']);
    expect(ton.transfers).to.have.length(1);
    await vera.asks('/balance', /Available: 9\.3801 TON/);
  });

  it('lets nobody else work on its data', async () => {
    const second = ShopProcess.run('src/main.ts', { ...environment, PORT: '0' });
    expect(await second.exit()).to.deep.equal({ code: 1, signal: null });
    expect(second.output).to.match(/the data folder .* is in use by the process \d+; stop it first/);
    expect(second.output).not.to.match(/\n\s+at /);
  });

  it('told to stop, it answers the request it has begun, takes no other, and exits well', async () => {
    const body = '{"broken":';
    const begun = await halfARequest(`POST /webhook/heleket HTTP/1.1\r\nHost: shop\r\nContent-Length: ${body.length}\r\n\r\n`);
    const asked = performance.now();
    service.send('SIGTERM');
    await service.prints('SIGTERM');
    await until(() => fetch(`http://127.0.0.1:${environment['PORT']}/health`).then(() => undefined, () => true), () => 'it still takes requests');
    begun.write(body);
    const [answer] = (await once(begun, 'data')) as [Buffer];
    expect(answer.toString()).to.match(/^HTTP\/1\.1 400 /).and.contain('webhook.malformed');
    expect(await service.exit()).to.deep.equal({ code: 0, signal: null });
    expect(performance.now() - asked).to.be.lessThan(10_000);
  });

  it('told to stop, it says so to whoever sends it traffic, and answers them meanwhile; told twice, it goes at once', async () => {
    service = ShopProcess.run('src/main.ts', { ...environment, SHUTDOWN_DRAIN_SECONDS: '20' });
    await service.prints('Polaris listens on');
    service.send('SIGINT');
    await service.prints('SIGINT');
    const health = await fetch(`http://127.0.0.1:${environment['PORT']}/health`);
    expect(health.status).to.equal(503);
    expect(await health.json()).to.deep.include({ status: 'stopping' });
    service.send('SIGINT');
    expect(await service.exit()).to.deep.equal({ code: 1, signal: null });
  });

  it('told to stop in the middle of its start, it ends well', async () => {
    // Redis takes the connection and says nothing, which holds up the start.
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    service = ShopProcess.run('src/main.ts', { ...environment, REDIS_URL: `redis://127.0.0.1:${(mute.address() as AddressInfo).port}` });
    await once(mute, 'connection');
    service.send('SIGTERM');
    expect(await service.exit()).to.deep.equal({ code: 0, signal: null });
    mute.close();
  });

  it('told to stop while its start fails, it ends well', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    service = ShopProcess.run('src/main.ts', { ...environment, DATABASE_URL: `postgres://shop@127.0.0.1:${(mute.address() as AddressInfo).port}/shop` });
    const [line] = (await once(mute, 'connection')) as [Socket];
    service.send('SIGTERM');
    await service.prints('SIGTERM');
    line.destroy();
    expect(await service.exit()).to.deep.equal({ code: 0, signal: null });
    mute.close();
  });

  it('prints no secret, however much it logs', () => {
    expect(printed).to.contain('delivery moved');
    expect(findLeaks(secretsOf(world.environment), { printed })).to.deep.equal([]);
  });
});
