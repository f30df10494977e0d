import type Router from '@koa/router';
import type { ClientBook } from './client-book.js';
import { linksOf } from './wire-view.js';

/** Mounts the server that apps fetch their links from: base64 of one link a line, an empty 404 for a secret nobody has. */
export function mountSubscriptions(router: Router, book: ClientBook): void {
  router.get('/sub/:subId', (ctx) => {
    const { subId } = ctx.params as Readonly<Record<string, string | undefined>>;
    const client = book.all().find((each) => each.subId === subId);
    if (!client) {
      ctx.status = 404;
      ctx.body = '';
      return;
    }
    const { up, down, totalGB, expiryTime } = client;
    ctx.set('Subscription-Userinfo', `upload=${up}; download=${down}; total=${totalGB}; expire=${Math.floor(expiryTime / 1000)}`);
    ctx.set('Profile-Update-Interval', '12');
    ctx.type = 'text/plain';
    ctx.body = Buffer.from(linksOf(client).map((link) => `${link}\n`).join('')).toString('base64');
  });
}
