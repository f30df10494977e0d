import { guardsOf, type Guard } from '../guard.js';

const FRAGMENT = 'src/adapters/outbound/fragment';
const LINKS = ['test/adapters/fragment/link-checks.test.ts'];
const PURCHASE = ['test/adapters/fragment/sandbox/purchase.test.ts', 'test/adapters/fragment/sandbox/unclear-chain.test.ts', 'test/adapters/fragment/fragment-answers.test.ts'];

export const GUARDS_OF_FRAGMENT: readonly Guard[] = [
  ...guardsOf(`${FRAGMENT}/protocol/link-checks.ts`, LINKS, [
    ['a link has one message', 'if (!message || more.length > 0) throw', 'if (!message) throw'],
    ['a link carries no code and no other coin', `if (message.stateInit != null || message.extra_currency != null) throw new OperatorNeeded('protocol-changed');`, ''],
    ['a link is for the main network', `if (transaction.network != null && transaction.network !== MAINNET) throw new OperatorNeeded('protocol-changed');`, ''],
    ['a link is for our wallet', `if (!parseAddress(from)?.equals(wallet)) throw new OperatorNeeded('signer-mismatch');`, ''],
    ['a link names its signer', `if (!from) throw new OperatorNeeded('need-wallet');\n  if (!parseAddress(from)?.equals`, 'if (from && !parseAddress(from)?.equals'],
    ['a link asks the amount that was quoted', `if (nano !== amount.minor || nano <= 0n) throw new OperatorNeeded('protocol-changed');`, ''],
    ['a link is young enough to be paid', 'if (transaction.validUntil - expected.chainTime < LEAST_SECONDS_TO_PAY) throw', 'if (transaction.validUntil - expected.chainTime < -1e9) throw'],
    ['a link does not pay ourselves', ' || destination.equals(wallet)) throw', ') throw'],
    ['a link stays in its workchain', ' || destination.workChain !== 0', ''],
    ['a link pays no test address', `if (isTestOnly) throw new OperatorNeeded('protocol-changed');`, 'void isTestOnly;'],
    ['a link is for as many stars', `if (starsIn(payload) !== expected.stars) throw new OperatorNeeded('protocol-changed');`, ''],
    ['the wallet pays no more than the order allows', 'if (cost.compare(limit) > 0) throw', 'if (cost.compare(limit) > 1) throw'],
    ['a payload is one cell', 'if (cell && more.length === 0) return cell;', 'if (cell) return cell;'],
  ]),
  ...guardsOf(`${FRAGMENT}/prepare.ts`, PURCHASE, [
    ['the recipient is the one that was chosen', `if (found.token !== recipient.token) throw new RecipientRejected('changed');`, ''],
    ['the wallet can pay', `if (state.balance.compare(needed) < 0) throw new OperatorNeeded('low-balance');`, ''],
    ['the chain is not behind our clock', `if (Math.abs(age) > FRESH_SECONDS) throw new RetryLater('stale-chain', STALE_RETRY_MS);`, ''],
    ['the seqno never goes back', 'floor.accept(wallet.address.toRawString(), state);', ''],
    ['the node is not behind the index', `if (recent.some((transaction) => transaction.block > state.block)) throw new RetryLater('stale-chain', STALE_RETRY_MS);`, ''],
    ['signed bytes do not live long', 'Math.min(order.validUntil, state.chainTime + LIFE_SECONDS)', 'Math.max(order.validUntil, state.chainTime + LIFE_SECONDS)'],
    ['only a confirmation is called', 'link.confirm_method && CONFIRM_METHOD.test(link.confirm_method) ? link.confirm_method', 'link.confirm_method ? link.confirm_method'],
  ]),
  ...guardsOf(`${FRAGMENT}/ton/wallet.ts`, ['test/adapters/fragment/wallet.test.ts'], [
    ['the wallet is the one that was meant', 'refuseMismatch(options.version, options.expectedAddress, contract.address, publicKey);', ''],
    ['the words are a wallet', 'if (words.length !== 24 || !(await mnemonicValidate(words))) throw new InvalidSeedPhrase();', ''],
  ]),
  ...guardsOf(`${FRAGMENT}/session/session.ts`, ['test/adapters/fragment/session.test.ts'], [
    ['a session that is not logged in buys nothing', `if (!page.loggedIn && api.hasLogin) throw new FragmentFault('session', 'openPage');`, ''],
    ['a session works before it is kept', 'await this.probeOf(api);\n    await this.options.store.keep(api.jar);\n    api.changed = false;\n    this.current = api;', 'await this.options.store.keep(api.jar);\n    api.changed = false;\n    this.current = api;'],
  ]),
  ...guardsOf(`${FRAGMENT}/session/api.ts`, ['test/adapters/fragment/sandbox/lost-answers.test.ts'], [
    ['a request for stars is not repeated', `repeatable: request.method === 'GET' || REPEATABLE.has(step),`, 'repeatable: true,'],
  ]),
];
