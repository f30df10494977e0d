import { api } from '../core/api.js';
import { byId, drawList, h } from '../core/dom.js';
import { coalesce, listen } from '../core/live.js';
import { money, shorten } from '../core/amounts.js';
import { clockTime, countdown } from '../core/moments.js';
import { applyWords, hasWord, word } from '../core/words.js';
import { syncTime, worldNow } from '../core/world-time.js';
import { dueOf, statusWord } from '../gateways/gateway.js';
import { gatewayNamed, oddOf, readInvoice } from '../gateways/gateways.js';
import { busyWhile } from '../world/panel.js';
import { drawOptions } from './options.js';
import { drawPattern } from './pattern.js';

/** `/sandbox/<gateway>/pay/<id>` */
const [, gatewayId, , id] = location.pathname.split('/').filter(Boolean).map(decodeURIComponent);
const gateway = gatewayNamed(gatewayId);
let invoice;
let firstLeft;
let chosen = () => ({});

applyWords();

const refresh = coalesce(async () => {
  try {
    invoice = readInvoice(gateway, await api.invoice(gateway.id, id));
  } catch (error) {
    if (error.status === undefined) throw error;
    if (error.status !== 404) return;
    invoice = undefined;
  }
  byId('pay').hidden = invoice === undefined;
  byId('missing').hidden = invoice !== undefined;
  if (invoice) draw();
});

function drawOnce() {
  document.body.dataset.gateway = gateway.id;
  byId('pay-name').textContent = gateway.name;
  byId('pay-standin').textContent = word('pay.standin', { name: gateway.name });
  byId('qr').closest('figure').hidden = gateway.picture !== 'code';
  byId('pay-card').hidden = gateway.picture !== 'card';
  if (gateway.picture === 'code') drawPattern(byId('qr'), id);
}

function draw() {
  const { isOpen, tone } = invoice;
  const amount = money(invoice.amount, invoice.currency);
  document.title = `${amount} · ${word('pay.title')}`;
  byId('pay').dataset.tone = tone;
  byId('pay').classList.toggle('closed', !isOpen);
  byId('pay-amount').textContent = amount;
  byId('pay-status').textContent = statusWord(invoice.status);
  byId('pay-status').className = `chip ${tone}`;
  byId('pay-about').textContent = invoice.description ?? '';
  byId('pay-about').hidden = !invoice.description;
  byId('pay-button').hidden = !isOpen;
  byId('pay-button').textContent = word('pay.button', { amount: money(dueOf(invoice), invoice.currency) });
  byId('pay-done').hidden = isOpen;
  byId('pay-done').textContent = word(tone === 'good' ? 'pay.done.good' : tone === 'bad' ? 'pay.done.bad' : 'pay.done.waits');
  chosen = drawOptions(byId('pay-options'), isOpen ? (gateway.options?.(invoice) ?? []) : []);
  drawFacts();
  drawPaid();
  drawOdd();
  drawTold(invoice.deliveries);
  tick();
}

/** What the gateway has to say of its own, and the names by which the shop and the gateway know the payment. */
function drawFacts() {
  const own = gateway.facts(invoice).filter(([, value]) => value).map(([name, value]) => ({ name, text: factWord(value) }));
  const names = [
    { name: 'pay.order', text: shorten(invoice.orderId, 12, 4), full: invoice.orderId },
    { name: 'pay.invoice', text: shorten(invoice.id, 8, 4), full: invoice.id },
  ];
  drawList(byId('pay-facts'), [...own, ...names.filter(({ full }) => full)], {
    keyOf: ({ name }) => name,
    draw: ({ name, text, full }) => h('div', undefined, h('dt', undefined, word(name)), h('dd', full ? { class: 'mono', title: full } : undefined, text)),
  });
}

function factWord(value) {
  if (typeof value === 'object') return money(value.amount, value.currency);
  if (hasWord(`pay.value.${value}`)) return word(`pay.value.${value}`);
  return value;
}

function drawPaid() {
  if (!invoice.paid) return;
  byId('pay-done').append(h('strong', undefined, word('invoices.received', { amount: money(invoice.paid, invoice.currency) })));
}

function drawOdd() {
  drawList(byId('pay-odd'), oddOf(invoice), {
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
      const about = statusWord(invoice.about(delivery));
      return h('li', undefined, h('time', undefined, clockTime(delivery.at)), h('span', undefined, about), h('span', { class: `chip ${heard ? 'good' : 'bad'}` }, answer));
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
  const left = invoice?.expiresAt && invoice.isOpen ? invoice.expiresAt - worldNow() / 1000 : 0;
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
  await busyWhile(event.currentTarget, () => gateway.pay(invoice, chosen()));
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

async function look() {
  await syncTime().catch(() => undefined);
  await refresh();
}

drawOnce();
setInterval(tick, 1000);
listen({ changed: (system) => [gateway.id, 'clock'].includes(system) && look(), connected: (connected) => connected && look() });
await look();
