import { byId, drawList, h } from '../core/dom.js';
import { money, sum } from '../core/amounts.js';
import { clockTime, dateOf } from '../core/moments.js';
import { hasWord, language, onLanguage, word } from '../core/words.js';
import { accountName, accountOf, accountRank, accountTone } from './accounts.js';
import { Newest, newestFirst } from './panel.js';

/** The shop's own books: every account and the newest transfers, each drawn from one account to the other. */
export class LedgerPanel {
  #people;
  #accounts = byId('accounts');
  #total = byId('ledger-total');
  #list;

  constructor(people) {
    this.#people = people;
    this.#list = new Newest(byId('postings'), {
      empty: 'ledger.empty',
      limit: 4,
      keyOf: (transfer) => transfer.ref,
      signatureOf: (transfer) => JSON.stringify([transfer, language(), people.list().length]),
      draw: (transfer) => this.#posting(transfer),
    });
    onLanguage(() => (this.#total.textContent = ''));
  }

  draw(world) {
    const accounts = [...(world.ledger?.accounts ?? [])].sort((left, right) => accountRank(left) - accountRank(right));
    const transfers = world.ledger?.transfers ?? [];
    drawList(this.#accounts, accounts, {
      keyOf: (account) => `${account.kind} ${account.userId ?? ''} ${account.currency}`,
      signatureOf: (account) => JSON.stringify([account, language(), this.#people.list().length]),
      draw: (account) => this.#account(account),
      touched: (node, _, isNew) => !isNew && node.classList.add('changed'),
    });
    this.#list.draw(newestFirst(transfers, (transfer) => dateOf(transfer.at).getTime()));
    this.#drawTotal(accounts);
  }

  #account(account) {
    return h(
      'li',
      { class: `account ${accountTone(account)}`, data: { kind: account.kind, user: String(account.userId ?? '') } },
      h('span', { class: 'account-name' }, accountName(account, this.#people)),
      h('span', { class: 'amount' }, money(account.balance, account.currency)),
    );
  }

  #posting(transfer) {
    const end = (account) => h('span', { class: `end ${accountTone(account)}` }, accountName(account, this.#people));
    const kind = hasWord(`transfer.${transfer.kind}`) ? word(`transfer.${transfer.kind}`) : transfer.kind;
    return h(
      'li',
      { class: 'posting', title: transfer.ref, data: { kind: transfer.kind, to: accountOf(transfer.to).kind } },
      h('div', { class: 'row-line faint' }, h('span', { class: 'row-main' }, kind), h('time', { class: 'row-time' }, clockTime(transfer.at))),
      h(
        'div',
        { class: 'move' },
        end(transfer.from),
        h('span', { class: 'wire' }, h('span', { class: 'amount' }, money(transfer.amount, transfer.currency))),
        end(transfer.to),
      ),
    );
  }

  /** Double entry in one line: each currency's accounts add up to nothing, or the line says that they do not. */
  #drawTotal(accounts) {
    const currencies = [...new Set(accounts.map((account) => account.currency))];
    const off = currencies
      .map((currency) => ({ currency, total: sum(accounts.filter((account) => account.currency === currency).map((account) => account.balance)) }))
      .filter(({ total }) => total !== '0');
    this.#total.hidden = accounts.length === 0;
    byId('ledger-hint').hidden = accounts.length === 0;
    this.#total.className = `chip ${off.length === 0 ? 'good' : 'bad'}`;
    this.#total.textContent =
      off.length === 0 ? word('ledger.zero') : word('ledger.off', { amount: off.map(({ total, currency }) => money(total, currency)).join(', ') });
  }
}
