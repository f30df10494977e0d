import type { Money } from '#domain/shared/money.js';
import { OperatorNeeded, type OperatorTrouble, type StarProviderHealth } from '#use-cases/ports/providers/star-provider.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import { beforeMoney, FragmentFault } from './session/fragment-fault.js';
import type { FragmentSession } from './session/session.js';
import type { TonChain, WalletState } from './ton/chain.js';
import type { TonWallet } from './ton/wallet.js';

export interface HealthOptions {
  readonly session: FragmentSession;
  readonly wallet: TonWallet;
  readonly chain: TonChain;
  readonly clock: Clock;
  readonly reserve: Money;
}

type Check = StarProviderHealth['checks'][number];

interface Finding {
  readonly checks: readonly Check[];
  readonly trouble: OperatorTrouble | undefined;
}

const LAG_SECONDS = 90;

/** Asks everything a purchase needs, without buying anything. */
export async function inspect(options: HealthOptions, foreignSeen: boolean): Promise<StarProviderHealth> {
  const session = await inspectSession(options.session);
  const state = await options.chain.wallet(options.wallet.address).catch((error: unknown) => asError(error));
  const wallet: Check = { name: 'wallet', ok: !foreignSeen, detail: `${options.wallet.friendly} (${options.wallet.version})` };
  const chain = state instanceof Error ? inspectSilence(state) : inspectState(state, options);
  const checks = [...session.checks, wallet, ...chain.checks];
  return {
    ok: checks.every((check) => check.ok),
    checks,
    trouble: session.trouble ?? (foreignSeen ? 'foreign-transaction' : undefined) ?? chain.trouble,
    walletBalance: state instanceof Error ? undefined : state.balance,
  };
}

async function inspectSession(session: FragmentSession): Promise<Finding> {
  try {
    await session.probe();
    return { checks: [{ name: 'session', ok: true, detail: 'logged in' }], trouble: undefined };
  } catch (error) {
    const detail = error instanceof FragmentFault ? error.kind : 'no answer';
    return { checks: [{ name: 'session', ok: false, detail }], trouble: troubleOf(beforeMoney(error)) };
  }
}

function inspectSilence(error: Error): Finding {
  const trouble = troubleOf(error);
  return { checks: [{ name: 'chain', ok: false, detail: trouble ?? 'no answer' }], trouble };
}

function inspectState(state: WalletState, { clock, reserve }: HealthOptions): Finding {
  const lag = Math.floor(clock.now().getTime() / 1000) - state.chainTime;
  const isLow = state.balance.compare(reserve) <= 0;
  const checks: Check[] = [
    { name: 'balance', ok: !isLow, detail: state.balance.toString() },
    { name: 'seqno', ok: true, detail: String(state.seqno) },
    { name: 'chain', ok: Math.abs(lag) <= LAG_SECONDS, detail: `block ${state.block}, ${lag} s behind our clock` },
  ];
  return { checks, trouble: isLow ? 'low-balance' : undefined };
}

function troubleOf(error: unknown): OperatorTrouble | undefined {
  return error instanceof OperatorNeeded ? error.trouble : undefined;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('unknown failure');
}
