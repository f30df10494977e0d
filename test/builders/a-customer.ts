import type { Customer } from '#domain/customers/customer.js';

/** The person everything else belongs to by default. */
export const CUSTOMER_ID = 1001;

export function aCustomer(changes: Partial<Customer> = {}): Customer {
  return { userId: CUSTOMER_ID, username: 'vera', firstName: 'Вера', language: 'ru', languageChosen: false, ...changes };
}
