import { api } from '../core/api.js';
import { readInvoice } from '../gateways/gateways.js';
import { yookassa } from '../gateways/yookassa.js';
import { nextButton } from './buttons.js';
import { STEPS as STAR_STEPS } from './script.js';

const DAY_MS = 86_400_000;
const EXTEND = ['order_pay_via_yookassa_', 'sub_plan_month_', 'sub_extend_', 'sub_'];
const STEPS_AHEAD = [['30d', 30], ['3d', 3], ['1d', 1]];

const first = (selector) => () => document.querySelector(selector);
const lastMessage = () => document.querySelector('#messages')?.lastElementChild ?? undefined;
const account = (key) => first(`[data-user="${CSS.escape(key)}"]`);

/** From the trial to the reminder, through the same doors as a person. Whoever has had the trial goes on from there. */
export const VPN_STEPS = [
  STAR_STEPS[0],
  {
    name: 'vpn-trial',
    async run(guide, memory) {
      await guide.say('/vpn');
      memory.accounts = accounts(guide);
      if (!nextButton(guide.conversation.messages, ['vpn_trial'])) return;
      await guide.seek(['vpn_trial']);
      await guide.wait(() => changed(guide, memory.accounts), 'account', 60_000);
      await guide.point('world', account(changed(guide, memory.accounts).key), 2800);
    },
  },
  {
    name: 'vpn-code',
    async run(guide) {
      await guide.say('/config');
      if (nextButton(guide.conversation.messages.slice(-1), ['sub_config_'])) await guide.seek(['sub_config_']);
      await guide.point('chat', lastMessage, 3200);
    },
  },
  {
    name: 'vpn-order',
    async run(guide, memory) {
      memory.accounts = accounts(guide);
      const known = new Set(yookassa.invoicesOf(guide.world).map(({ id }) => id));
      await guide.say('/vpn');
      await guide.seek(EXTEND);
      memory.invoice = await guide.wait(() => yookassa.invoicesOf(guide.world).map((raw) => readInvoice(yookassa, raw)).find(({ id, isOpen }) => isOpen && !known.has(id)), 'invoice');
      await guide.point('chat', lastMessage, 1800);
    },
  },
  {
    name: 'vpn-pay',
    async run(guide, { invoice }) {
      const button = first(`[data-uuid="${CSS.escape(invoice.id)}"] [data-act="pay"]`);
      await guide.point('world', button, 2400);
      button()?.classList.add('pressed');
      await yookassa.pay(invoice);
    },
  },
  {
    name: 'vpn-date',
    async run(guide, memory) {
      memory.account = await guide.wait(() => changed(guide, memory.accounts), 'account', 60_000);
      await guide.point('world', account(memory.account.key), 3200);
      await guide.point('chat', lastMessage, 1800);
    },
  },
  {
    name: 'vpn-clock',
    async run(guide, memory) {
      for (;;) {
        const left = Date.parse(memory.account.expiresAt) - Date.parse((await api.clock()).now);
        const step = STEPS_AHEAD.find(([, days]) => left > days * DAY_MS);
        if (left <= 3 * DAY_MS || !step) return;
        const button = first(`[data-advance="${step[0]}"]`);
        await guide.point('world', button, 1600);
        button()?.classList.add('pressed');
        await api.advance(step[0]);
      }
    },
  },
  {
    name: 'vpn-reminder',
    async run(guide) {
      await guide.wait(() => nextButton(guide.conversation.messages.slice(-1), ['sub_extend_']), 'reminder', 60_000);
      await guide.point('chat', lastMessage, 3200);
    },
  },
];

/** Every account at the panels, by name, with its end. */
function accounts(guide) {
  return new Map((guide.world.panels ?? []).flatMap(({ users }) => users.map(({ key, expiresAt }) => [key, expiresAt])));
}

/** An account that is new or ends at another time than it did. */
function changed(guide, before) {
  const found = [...accounts(guide)].find(([key, expiresAt]) => before.get(key) !== expiresAt);
  return found && { key: found[0], expiresAt: found[1] };
}
