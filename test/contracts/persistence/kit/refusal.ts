import { AssertionError } from 'chai';

/** The error a promise ends with, if it is one of `kind`; fails the test when it succeeds or fails otherwise. */
export async function refusal<Kind extends Error>(work: Promise<unknown>, kind: abstract new (...args: never[]) => Kind): Promise<Kind> {
  try {
    await work;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new AssertionError(`expected ${kind.name}, but it was accepted`);
}
