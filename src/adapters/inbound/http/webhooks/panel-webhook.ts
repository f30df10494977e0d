import type Router from '@koa/router';
import type { PanelWebhookReceipt, ReceivePanelWebhook } from '#use-cases/vpn/panels/receive-panel-webhook.js';
import { readRawBody } from '../middleware/raw-body.js';
import { HttpProblem, type Problem } from '../problem.js';
import { flatHeaders } from './flat-headers.js';

const REFUSALS: Readonly<Record<Extract<PanelWebhookReceipt, { accepted: false }>['reason'], Problem>> = {
  malformed: { status: 400, code: 'webhook.malformed', title: 'This is no webhook of this panel' },
  'bad-signature': { status: 401, code: 'webhook.bad-signature', title: 'The signature or the secret is not the one that was agreed on' },
  'not-supported': { status: 400, code: 'webhook.not-supported', title: 'No webhooks are taken from this panel' },
};

/** Some panels send news of hundreds of accounts at once, each with all that is known of it. */
const LARGEST_BODY = 1024 * 1024;

/** One route for every panel. 200 means that the accounts it names will be looked at. */
export function panelWebhook(router: Router, receiveWebhook: ReceivePanelWebhook): void {
  router.post('/webhook/panels/:panel', async (ctx) => {
    const body = await readRawBody(ctx, LARGEST_BODY);
    const receipt = await receiveWebhook.execute({ panelId: ctx.params['panel'] ?? '', request: { body, headers: flatHeaders(ctx.req.headers) } });
    if (!receipt.accepted) throw new HttpProblem(REFUSALS[receipt.reason]);
    ctx.status = 200;
    ctx.body = { accepted: true };
  });
}
