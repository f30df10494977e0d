import { assertNoOpenTransaction } from './open-transaction.js';

/** The same provider, which fails with `TransactionStillOpen` when it is called inside a transaction; the `pure` methods may be. */
export function guarded<Provider extends object>(provider: Provider, pure: readonly (keyof Provider)[] = []): Provider {
  const free = new Set<PropertyKey>(pure);
  return new Proxy(provider, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (!free.has(property)) assertNoOpenTransaction(`${String(property)} was called`);
        return Reflect.apply(member, target, args);
      };
    },
  });
}
