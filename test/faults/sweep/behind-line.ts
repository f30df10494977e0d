import { PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { VpnPanel } from '#use-cases/ports/panels/vpn-panel.js';
import type { Notifier } from '#use-cases/ports/providers/notifier.js';
import type { PaymentGateway } from '#use-cases/ports/providers/payment-gateway.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { RetryLater, type StarProvider } from '#use-cases/ports/providers/star-provider.js';
import type { CutLine } from './cut-line.js';

/** What each provider's port lets a caller see when an answer is lost; the rest throws. */
const UNHEARD: Readonly<Record<string, unknown>> = {
  'stars.submit': undefined,
  'stars.checkRecipient': { outcome: 'indeterminate' },
  'stars.health': { ok: false, checks: [], trouble: undefined, walletBalance: undefined },
  'notifier.deliver': { outcome: 'retry', afterMs: 1_000, reason: 'no answer in time' },
};
const PURE = new Set<PropertyKey>(['describe', 'receive', 'referenceOf', 'isDestination']);

/** Providers in memory behind a line, each of their calls a point. */
export function gatewayBehind(line: CutLine, gateway: PaymentGateway): PaymentGateway {
  return behind(line, 'gateway', gateway, () => new ProviderError(gateway.descriptor.id, 'unknown_outcome', 'no answer in time'));
}

export function starsBehind(line: CutLine, stars: StarProvider): StarProvider {
  return behind(line, 'stars', stars, () => new RetryLater('network', 1_000));
}

export function panelBehind(line: CutLine, panel: VpnPanel): VpnPanel {
  return behind(line, 'panel', panel, () => new PanelRetryable({ panel: panel.id, operation: 'call', outcome: 'unknown' }, 'no answer in time'));
}

export function notifierBehind(line: CutLine, notifier: Notifier): Notifier {
  return behind(line, 'notifier', notifier, () => new Error('a notifier never throws'));
}

function behind<Provider extends object>(line: CutLine, name: string, real: Provider, failure: () => Error): Provider {
  return new Proxy(real, {
    get: (target, property, receiver) => {
      const member: unknown = Reflect.get(target, property, receiver);
      if (typeof member !== 'function' || PURE.has(property)) return member;
      const step = `${name}.${String(property)}`;
      const unheard = async (): Promise<unknown> => {
        if (step in UNHEARD) return UNHEARD[step];
        throw failure();
      };
      return (...args: unknown[]): unknown => line.pass(step, async () => Reflect.apply(member, target, args) as unknown, unheard);
    },
  });
}
