import { setTimeout as pause } from 'node:timers/promises';
import type Router from '@koa/router';
import type { FaultBoard, FaultMode } from '#sandbox/kit/fault-board.js';
import { readFormBody } from '#sandbox/kit/form-body.js';
import type { TonSimulator } from '#sandbox/ton/ton-simulator.js';
import type { Answer, Market } from './market.js';
import { blockPage, buyForm, buyPage, escapeHtml, historyPage, historyTable, type PageFacts, pageScript } from './site-pages.js';
import type { Visitor } from './web-sessions.js';

const SITE = '/sandbox/fragment/site';
const SLOW_MS = 3_000;
const COOKIE_DAYS = 30;

type RouterContext = Parameters<Parameters<Router['get']>[1]>[0];

export interface SiteDeps {
  readonly market: Market;
  readonly ton: TonSimulator;
  readonly faults: FaultBoard;
  readonly now: () => Date;
  readonly changed: () => void;
}

/**
 * The pages and the interface of the site. slow: the right answer 3 s late. failing: a 503 page in front of everything, nothing
 * done. silent: a call of the interface is done but the connection is cut instead of an answer; pages stay well. lying belongs to
 * two methods only, see `Market`.
 */
export function addFragmentRoutes(router: Router, deps: SiteDeps): void {
  const { market } = deps;
  router.get(`${SITE}/stars/buy`, page(deps, (facts) => (facts.ajax ? buyForm() : buyPage(facts))));
  router.get(
    `${SITE}/stars/history`,
    page(deps, (facts) => {
      const rows = facts.loggedIn ? market.purchases.deliveries() : [];
      if (facts.query['sort'] !== 'asc') rows.reverse();
      return facts.ajax ? historyTable(rows) : historyPage(rows, facts);
    }),
  );
  router.post(`${SITE}/api`, api(deps));
}

interface AskedPage extends PageFacts {
  readonly ajax: boolean;
  readonly query: RouterContext['query'];
}

function page(deps: SiteDeps, draw: (asked: AskedPage) => string) {
  return async (context: RouterContext): Promise<void> => {
    if (await blocked(context, strike(deps.faults, 'page'))) return;
    deps.ton.settle();
    const visitor = visitorOf(deps, context);
    const ajax = context.get('X-Requested-With') === 'XMLHttpRequest';
    const facts: AskedPage = { ...factsFor(deps.market, visitor), ajax, query: context.query };
    setCookie(deps, context, 'stel_ssid', visitor.ssid);
    if (ajax) context.body = { v: 612, h: draw(facts), s: { logged_in: visitor.loggedIn }, j: pageScript(facts) };
    else {
      context.type = 'text/html; charset=utf-8';
      context.body = draw(facts);
    }
  };
}

function api(deps: SiteDeps) {
  return async (context: RouterContext): Promise<void> => {
    const fault = strike(deps.faults, 'api');
    if (await blocked(context, fault)) return;
    const fields = await readFormBody(context);
    deps.ton.settle();
    context.body = escapeError(call(deps, context, fields));
    deps.changed();
    if (fault === 'silent') cut(context);
  };
}

interface Call {
  readonly deps: SiteDeps;
  readonly context: RouterContext;
  readonly visitor: Visitor;
  readonly fields: URLSearchParams;
}

type Method = (asked: Call) => Answer;

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['updateStarsBuyState', ({ deps, visitor }) => deps.market.updateStarsBuyState(visitor)],
  ['searchStarsRecipient', ({ deps, fields }) => deps.market.searchStarsRecipient(fields)],
  ['updateStarsPrices', ({ deps, fields }) => deps.market.updateStarsPrices(fields)],
  ['initBuyStarsRequest', ({ deps, visitor, fields }) => deps.market.initBuyStarsRequest(visitor, fields)],
  ['getBuyStarsLink', ({ deps, visitor, fields }) => deps.market.getBuyStarsLink(visitor, fields)],
  ['confirmReq', ({ deps, visitor, fields }) => deps.market.confirmReq(visitor, fields)],
  [
    'checkTonProofAuth',
    ({ deps, context, visitor, fields }) => {
      const { answer, token } = deps.market.checkTonProofAuth(visitor, fields, context.host);
      if (token !== undefined) setCookie(deps, context, 'stel_ton_token', token);
      return answer;
    },
  ],
]);

function call(deps: SiteDeps, context: RouterContext, fields: URLSearchParams): Answer {
  const visitor = visitorOf(deps, context);
  if (context.query['hash'] !== deps.market.sessions.apiHash(visitor)) return { error: 'Bad request' };
  const method = METHODS.get(fields.get('method') ?? '');
  return method ? method({ deps, context, visitor, fields }) : { error: 'Invalid method' };
}

/** Lying strikes inside the market; silent spares pages. Neither is used up where it does not strike. */
function strike(faults: FaultBoard, kind: 'page' | 'api'): FaultMode | undefined {
  const armed = faults.peek('fragment');
  if (armed === 'lying' || (armed === 'silent' && kind === 'page')) return undefined;
  return faults.take('fragment');
}

async function blocked(context: RouterContext, fault: FaultMode | undefined): Promise<boolean> {
  if (fault === 'slow') await pause(SLOW_MS, undefined, { ref: false });
  if (fault !== 'failing') return false;
  context.status = 503;
  context.type = 'text/html; charset=utf-8';
  context.body = blockPage();
  return true;
}

function visitorOf({ market }: SiteDeps, context: RouterContext): Visitor {
  return market.sessions.visitor((name) => context.cookies.get(name, { signed: false }));
}

const factsFor = ({ sessions }: Market, visitor: Visitor): PageFacts => ({
  loggedIn: visitor.loggedIn,
  apiHash: sessions.apiHash(visitor),
  challenge: sessions.challenge(visitor),
});

function setCookie({ now }: SiteDeps, context: RouterContext, name: string, value: string): void {
  const expires = new Date(now().getTime() + COOKIE_DAYS * 24 * 3600 * 1000);
  context.append('Set-Cookie', `${name}=${value}; expires=${expires.toUTCString()}; path=/; HttpOnly; SameSite=Lax`);
}

function escapeError(answer: Answer): Answer {
  return typeof answer['error'] === 'string' ? { ...answer, error: escapeHtml(answer['error']) } : answer;
}

function cut(context: RouterContext): void {
  context.respond = false;
  context.req.socket.destroy();
}
