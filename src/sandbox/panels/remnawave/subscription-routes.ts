import type Router from '@koa/router';
import type { UserBook } from './users/user-book.js';
import { type PanelUser, SQUADS } from './users/user.js';

const HOST = 'node.remnawave.example';
const REALITY = 'security=reality&type=tcp&flow=xtls-rprx-vision&sni=www.example.com&fp=chrome&pbk=SbVKOEMjK0sIlbwg4akyBg5mL5KZwwB-ed4eEE7YnRc&sid=6ba85179e30d4fc2';

/** Mounts what the apps of users read. It has an error shape of its own, and asks for no forwarding headers: it is behind the proxy. */
export function mountSubscriptions(router: Router, book: UserBook): void {
  router.get('/api/sub/:shortUuid', (ctx) => {
    if (ctx.get('user-agent') === '') {
      ctx.status = 403;
      return;
    }
    const { shortUuid } = ctx.params as Readonly<Record<string, string | undefined>>;
    const user = book.linked(shortUuid ?? '');
    if (!user) {
      ctx.status = 404;
      ctx.body = { isFound: false };
      return;
    }
    ctx.type = 'text/plain';
    ctx.set('Profile-Title', `base64:${Buffer.from(user.username).toString('base64')}`);
    ctx.set('Profile-Update-Interval', '12');
    ctx.set('Subscription-Userinfo', userinfoOf(user));
    ctx.body = Buffer.from(linksOf(user).join('\n')).toString('base64');
  });
}

function userinfoOf({ usedTrafficBytes, trafficLimitBytes, expireAt }: PanelUser): string {
  const expire = Math.floor(Date.parse(expireAt) / 1000);
  return `upload=0; download=${usedTrafficBytes}; total=${trafficLimitBytes}; expire=${expire}`;
}

/** Who has no servers gets a 200 too, with a link that leads nowhere. */
function linksOf(user: PanelUser): readonly string[] {
  if (user.status !== 'ACTIVE') return [dummyLink(`Subscription ${user.status.toLowerCase()}`)];
  const tags = SQUADS.filter(({ uuid }) => user.squads.includes(uuid)).flatMap(({ name, inbounds }) => inbounds.map((tag) => `${name} ${tag}`));
  if (tags.length === 0) return [dummyLink('No hosts found')];
  return tags.map((tag) => `vless://${user.vlessUuid}@${HOST}:443?${REALITY}#${encodeURIComponent(tag)}`);
}

function dummyLink(remark: string): string {
  return `vless://00000000-0000-0000-0000-000000000000@0.0.0.0:1?security=none&type=tcp#${encodeURIComponent(remark)}`;
}
