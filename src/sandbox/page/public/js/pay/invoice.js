import { People } from '../chat/people.js';
import { byId } from '../core/dom.js';
import { applyWords, language, word } from '../core/words.js';
import { busyWhile } from '../world/panel.js';

const OWN = {
  en: {
    what: 'For',
    payer: 'Payer',
    paid: 'Paid. Thank you.',
    trouble: 'That did not work. Write to the bot first, then try again.',
    standin: 'A stand-in for Telegram’s own payment window. No real stars.',
  },
  ru: {
    what: 'За что',
    payer: 'Платит',
    paid: 'Оплачено. Спасибо.',
    trouble: 'Не получилось. Сначала напишите боту, потом попробуйте снова.',
    standin: 'Это замена окна оплаты Telegram. Звёзды не настоящие.',
  },
};
const own = OWN[language()] ?? OWN.en;
const slug = decodeURIComponent(location.pathname.split('/').filter(Boolean).at(-1) ?? '');
const payer = new People().current;

applyWords();
for (const node of document.querySelectorAll('[data-own]')) node.textContent = own[node.dataset.own];

const answer = await fetch(`/sandbox/telegram/invoices/${encodeURIComponent(slug)}`);
const invoice = answer.ok ? await answer.json() : undefined;
byId('pay').hidden = invoice === undefined;
byId('missing').hidden = invoice !== undefined;
if (invoice) draw();

function draw() {
  const amount = `⭐ ${invoice.amount}`;
  document.title = `${amount} · ${word('pay.title')}`;
  byId('pay-amount').textContent = amount;
  byId('pay-title').textContent = invoice.title;
  byId('pay-what').textContent = invoice.description;
  byId('pay-payer').textContent = payer.firstName;
  byId('pay-button').textContent = word('pay.button', { amount });
}

/** The bot is asked first, and may say no in its own words. */
async function pay() {
  const response = await fetch(`/sandbox/telegram/chats/${encodeURIComponent(payer.userId)}/pay-invoice`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link: slug }),
  });
  const outcome = response.ok ? await response.json() : { paid: false, error: own.trouble };
  const note = byId('pay-note');
  note.hidden = false;
  note.className = `note ${outcome.paid ? 'good' : 'bad'}`;
  note.textContent = outcome.paid ? own.paid : outcome.error;
}

byId('pay-button').addEventListener('click', (event) => busyWhile(event.currentTarget, pay));

/** A page that the chat opened goes away and leaves the chat as it was; one opened by itself leads there. */
byId('back').addEventListener('click', (event) => {
  if (!window.opener || window.opener.closed) return;
  event.preventDefault();
  window.opener.focus();
  window.close();
});
