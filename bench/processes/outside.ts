// The outside world, as little of it as the shop asks for: Heleket's read-back of an invoice, and the Bot API.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sayListening } from '../stand/child.js';

const BOT = { id: 1, is_bot: true, first_name: 'Bench', username: 'bench_bot', can_join_groups: false };
let messageId = 0;

function answer(response: ServerResponse, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}

/** Every invoice was paid in full; the shop's payment has the invoice's own id. */
function invoice(body: string): object {
  const { uuid } = JSON.parse(body) as { uuid: string };
  const amounts = { amount: '1.00', payment_amount: '1.00', payer_amount: '1.00', currency: 'TON', payer_currency: 'TON' };
  return { state: 0, result: { uuid, order_id: uuid, ...amounts, is_final: true, status: 'paid', url: `https://pay.example/${uuid}` } };
}

function telegram(method: string, body: string): object {
  if (method === 'getMe') return { ok: true, result: BOT };
  if (method !== 'sendMessage') return { ok: true, result: true };
  const { chat_id } = JSON.parse(body) as { chat_id: number };
  messageId += 1;
  return { ok: true, result: { message_id: messageId, date: 0, chat: { id: chat_id, type: 'private' }, from: BOT, text: '' } };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}

const server = createServer((request, response) => {
  void textOf(request).then((body) => {
    const path = request.url ?? '';
    if (path.startsWith('/heleket/')) answer(response, invoice(body));
    else answer(response, telegram(path.slice(path.lastIndexOf('/') + 1), body));
  });
});
server.listen(0, '127.0.0.1', () => sayListening((server.address() as AddressInfo).port));
