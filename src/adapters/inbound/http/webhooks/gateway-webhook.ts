import type Router from '@koa/router';
import type { ReceiveWebhook, WebhookReceipt } from '#use-cases/payments/receive-webhook.js';
import type { ClientAddress } from '../middleware/client-address.js';
import { readRawBody } from '../middleware/raw-body.js';
import { HttpProblem, type Problem } from '../problem.js';
import { flatHeaders } from './flat-headers.js';

const REFUSALS: Readonly<Record<Extract<WebhookReceipt, { accepted: false }>['reason'], Problem>> = {
  malformed: { status: 400, code: 'webhook.malformed', title: 'This is no webhook of this gateway' },
  'bad-signature': { status: 401, code: 'webhook.bad-signature', title: 'The signature does not fit the body' },
  'foreign-address': { status: 403, code: 'webhook.foreign-address', title: 'Webhooks of this gateway do not come from there' },
};

/** One route for every gateway of the registry. 200 means that the event is stored; anything else asks the gateway to send it again. */
export function gatewayWebhook(router: Router, receiveWebhook: ReceiveWebhook, clientAddress: ClientAddress): void {
  router.post('/webhook/:gateway', async (ctx) => {
    const body = await readRawBody(ctx);
    const receipt = await receiveWebhook.execute({
      gateway: ctx.params['gateway'] ?? '',
      request: { body, headers: flatHeaders(ctx.req.headers), remoteAddress: clientAddress.of(ctx.req) },
    });
    if (!receipt.accepted) throw new HttpProblem(REFUSALS[receipt.reason]);
    ctx.status = 200;
    ctx.body = { accepted: true };
  });
}
