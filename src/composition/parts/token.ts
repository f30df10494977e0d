import type { ServiceIdentifier } from 'inversify';

/** A name in the container that only accepts what it stands for. */
export function token<Service>(name: string): ServiceIdentifier<Service> {
  return Symbol(name);
}
