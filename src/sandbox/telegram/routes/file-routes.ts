import type Router from '@koa/router';
import { SandboxProblem } from '#sandbox/kit/problem.js';
import type { TelegramWorld } from '../state/telegram-world.js';

/** The pictures the bot sent, as the page shows them. */
export function addFileRoutes(router: Router, world: TelegramWorld): void {
  router.get('/sandbox/telegram/files/:fileId', (ctx) => {
    const photo = world.photos.find(ctx.params['fileId'] ?? '');
    if (!photo) throw new SandboxProblem(404, 'telegram.no-photo', 'There is no such photo');
    ctx.type = photo.type;
    ctx.set('Cache-Control', 'private, max-age=31536000, immutable');
    ctx.body = photo.bytes;
  });
}
