// The real shop on a port of its own. With BENCH_ONLY_RECEIVE it stores webhooks and acts on none.
import { HttpServer } from '#adapters/inbound/http/http-server.js';
import { readConfig } from '#composition/config/config.js';
import { Shop } from '#composition/shop.js';
import { sayListening } from '../stand/child.js';

const shop = await Shop.open(readConfig(process.env));
const server = new HttpServer(shop.handle);
const { port } = await server.listen('127.0.0.1', 0);
if (process.env['BENCH_ONLY_RECEIVE'] === undefined) await shop.start();
process.on('SIGTERM', () => {
  void server
    .close(1_000)
    .then(() => shop.stop(5_000))
    .then(() => process.exit(0));
});
sayListening(port);
