import { api } from '../core/api.js';
import { byId, drawList, h } from '../core/dom.js';
import { coalesce, listen } from '../core/live.js';
import { money, shorten } from '../core/amounts.js';
import { clockTime, countdown } from '../core/moments.js';
import { applyWords, word } from '../core/words.js';
import { isOpen, ODD, pay, toneOf } from '../world/heleket-actions.js';
import { dueOf, paidAmount, statusWord } from '../world/heleket.js';
import { busyWhile } from '../world/panel.js';
import { drawPattern } from './pattern.js';

const uuid = decodeURIComponent(location.pathname.split('/').filter(Boolean).at(-1) ?? '');
let invoice;
let firstLeft;

applyWords();

const refresh = coalesce(async () => {
  try {
    invoice = await api.invoice(uuid);
  } catch (error) {
    if (error.status !== 404) return;
    invoice = undefined;
  }
  byId('pay').hidden = invoice === undefined;
  byId('missing').hidden = invoice !== undefined;
  if (invoice) draw();
});

function draw() {
  const open = isOpen(invoice);
  const tone = toneOf(invoice.status);
  const amount = money(invoice.amount, invoice.currency);
  document.title = `${amount} · ${word('pay.title')}`;
  byId('pay').dataset.tone = tone;
  byId('pay').classList.toggle('closed', !open);
  byId('pay-amount').textContent = amount;
  byId('pay-status').textContent = statusWord(invoice.status);
  byId('pay-status').className = `chip ${tone}`;
  byId('pay-network').textContent = invoice.network ?? invoice.currency;
  byId('pay-order').textContent = shorten(invoice.orderId, 12, 4);
  byId('pay-order').title = invoice.orderId;
  byId('pay-uuid').textContent = shorten(invoice.uuid, 8, 4);
  byId('pay-uuid').title = invoice.uuid;
  byId('pay-button').hidden = !open;
  byId('pay-button').textContent = word('pay.button', { amount: money(dueOf(invoice), invoice.currency) });
  byId('pay-done').hidden = open;
  byId('pay-done').textContent = word(tone === 'good' ? 'pay.done.good' : 'pay.done.bad');
  drawPaid();
  drawOdd(open);
  drawTold(invoice.deliveries ?? []);
  tick();
}

function drawPaid() {
  const paid = paidAmount(invoice);
  if (!paid) return;
  byId('pay-done').append(h('strong', undefined, word('heleket.received', { amount: money(paid, invoice.currency) })));
}

function drawOdd(open) {
  const buttons = ODD.filter((odd) => open || odd.closed);
  drawList(byId('pay-odd'), buttons, {
    keyOf: (odd) => odd.name,
    draw: (odd) =>
      h('button', { class: 'button small', type: 'button', title: word(`odd.${odd.name}.about`), on: { click: (event) => strange(odd, event.currentTarget) } }, word(`odd.${odd.name}`)),
  });
}

function drawTold(deliveries) {
  byId('untold').hidden = deliveries.length > 0;
  drawList(byId('told'), deliveries.map((delivery, index) => ({ ...delivery, index })), {
    keyOf: (delivery) => delivery.index,
    draw: (delivery) => {
      const heard = delivery.httpStatus >= 200 && delivery.httpStatus < 300;
      const answer = delivery.httpStatus ? String(delivery.httpStatus) : word('pay.noanswer');
      return h('li', undefined, h('time', undefined, clockTime(delivery.at)), h('span', undefined, statusWord(delivery.status)), h('span', { class: `chip ${heard ? 'good' : 'bad'}` }, answer));
    },
  });
}

async function strange(odd, button) {
  const note = byId('pay-note');
  const result = await busyWhile(button, () => odd.run(invoice));
  note.hidden = !result?.text;
  note.className = `note ${result?.tone ?? ''}`;
  note.textContent = result?.text ?? '';
  await refresh();
}

function tick() {
  const left = invoice?.expiresAt && isOpen(invoice) ? invoice.expiresAt - Date.now() / 1000 : 0;
  byId('pay-left').hidden = left <= 0;
  byId('pay-time').hidden = left <= 0;
  if (left <= 0) return;
  firstLeft ??= left;
  byId('pay-timer').textContent = countdown(invoice.expiresAt);
  byId('pay-time').value = Math.min(1, left / firstLeft);
}

function showTrouble(error) {
  const note = byId('pay-note');
  note.hidden = false;
  note.className = 'note bad';
  note.textContent = word(error.status ? 'trouble.refused' : 'page.offline', { status: error.status });
}

byId('pay-button').addEventListener('click', async (event) => {
  byId('pay-note').hidden = true;
  await busyWhile(event.currentTarget, () => pay(invoice));
  await refresh();
});
document.addEventListener('polaris:trouble', (event) => showTrouble(event.detail));

/** A page that the chat opened goes away and leaves the chat as it was; one opened by itself leads there. */
byId('back').addEventListener('click', (event) => {
  if (!window.opener || window.opener.closed) return;
  event.preventDefault();
  window.opener.focus();
  window.close();
});

drawPattern(byId('qr'), uuid);
setInterval(tick, 1000);
listen({ changed: (system) => system === 'heleket' && refresh(), connected: (connected) => connected && refresh() });
await refresh();
