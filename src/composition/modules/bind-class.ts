import type { ContainerModuleLoadOptions, ServiceIdentifier } from 'inversify';

/** The container's names for a constructor's parameters, in their order: swapped or missing ones do not compile. */
type TokensOf<Parameters extends readonly unknown[]> = { readonly [Index in keyof Parameters]: ServiceIdentifier<Parameters[Index]> };

/** Binds a plain class: no decorator on it, and `new` still works in a test. */
export function bindClass<Service, Parameters extends unknown[]>(
  options: ContainerModuleLoadOptions,
  token: ServiceIdentifier<Service>,
  service: new (...parameters: Parameters) => Service,
  tokens: TokensOf<Parameters>,
): void {
  options
    .bind(token)
    .toResolvedValue((...parameters: Parameters) => new service(...parameters), tokens as never)
    .inSingletonScope();
}
