import { api } from '../core/api.js';
import { accountOf } from '../world/accounts.js';
import { heleket } from '../gateways/heleket.js';
import { readInvoice } from '../gateways/gateways.js';
import { linkedInvoice } from './buttons.js';

const TOP_UP = ['recharge_heleket_10', 'recharge_heleket_', 'recharge_heleket', 'recharge', 'balance', 'balance_main', 'back_to_balance', 'home'];
const SHOP = ['buy_100_balance', 'buy_stars_with_balance', 'buy_stars', 'buy_stars_main', 'back_to_buy_stars', 'home'];
const FRIEND = '@alice';

const first = (selector) => () => document.querySelector(selector);
const lastMessage = () => document.querySelector('#messages')?.lastElementChild ?? undefined;
const card = (uuid) => `[data-uuid="${CSS.escape(uuid)}"]`;

/** One purchase from the first word to the delivery. Each step has a caption of its own name; they share `memory`. */
export const STEPS = [
  {
    name: 'hello',
    async run(guide) {
      if ((guide.world.faults ?? []).length > 0) await api.clearFaults();
      if (guide.conversation.blocked) await guide.conversation.block(false);
      await guide.point('chat', first('#composer'), 2200);
      await guide.say('/start');
      await guide.point('chat', lastMessage, 1800);
    },
  },
  {
    name: 'topup',
    async run(guide, memory) {
      const known = new Set(heleket.invoicesOf(guide.world).map((invoice) => invoice.uuid));
      await guide.seek(TOP_UP, 2);
      memory.uuid = await guide.wait(() => {
        const invoices = heleket.invoicesOf(guide.world).map((raw) => readInvoice(heleket, raw));
        const fresh = invoices.filter((invoice) => !known.has(invoice.id) && invoice.isOpen);
        const linked = linkedInvoice(guide.conversation.messages);
        return (fresh.find((invoice) => invoice.id === linked) ?? fresh[0])?.id;
      }, 'invoice');
      await guide.point('chat', lastMessage, 1500);
    },
  },
  {
    name: 'pay',
    async run(guide, memory) {
      const user = guide.conversation.person.userId;
      memory.topUps = refs(guide, 'topup', user);
      await guide.point('world', first(card(memory.uuid)), 2600);
      const button = first(`${card(memory.uuid)} [data-act="pay"]`);
      await guide.point('world', button, 900);
      button()?.classList.add('pressed');
      await heleket.pay({ id: memory.uuid });
      await guide.point('world', first('#sky'), 2400);
    },
  },
  {
    name: 'credited',
    async run(guide, memory) {
      const user = guide.conversation.person.userId;
      await guide.wait(() => refs(guide, 'topup', user).some((ref) => !memory.topUps.includes(ref)), 'credit', 60_000);
      await guide.point('world', first('.posting[data-kind="topup"]'), 3000);
      await guide.point('world', first(`.account[data-kind="user:available"][data-user="${user}"]`), 2000);
      await guide.point('chat', lastMessage, 1800);
    },
  },
  {
    name: 'order',
    async run(guide, memory) {
      memory.deliveries = count(guide.world.fragment?.deliveries);
      memory.captures = refs(guide, 'capture', guide.conversation.person.userId);
      memory.transfers = count(guide.world.ton?.transfers);
      await chooseRecipient(guide);
      await guide.seek(['order_pay_', 'order_pay_balance_'], 2);
    },
  },
  {
    name: 'wallet',
    async run(guide, memory) {
      await guide.point('chat', lastMessage, 1500);
      await guide.wait(() => count(guide.world.ton?.transfers) > memory.transfers, 'transfer', 90_000);
      await guide.point('world', first('#transfers li'), 3200);
    },
  },
  {
    name: 'delivered',
    async run(guide, memory) {
      await guide.wait(() => count(guide.world.fragment?.deliveries) > memory.deliveries, 'delivery', 90_000);
      await guide.point('world', first('#deliveries li'), 3200);
    },
  },
  {
    name: 'done',
    async run(guide, memory) {
      await guide.wait(() => refs(guide, 'capture', guide.conversation.person.userId).some((ref) => !memory.captures.includes(ref)), 'capture', 60_000);
      await guide.point('chat', lastMessage, 1200);
    },
  },
];

/** For oneself; who has no username, and so cannot be found at Fragment, buys for a friend. */
async function chooseRecipient(guide) {
  if (guide.conversation.person.username) return guide.seek(['order_self_', ...SHOP]);
  await guide.seek(['order_friend_', ...SHOP]);
  return guide.say(FRIEND);
}

const count = (list) => (list ?? []).length;

/** References of the ledger's transfers of this kind that touch the person. */
function refs(guide, kind, userId) {
  const theirs = (account) => String(accountOf(account).userId) === String(userId);
  return (guide.world.ledger?.transfers ?? [])
    .filter((transfer) => transfer.kind === kind && (theirs(transfer.from) || theirs(transfer.to)))
    .map((transfer) => transfer.ref);
}
