/** The Postgres server of the fault runs; `test:faults` does not begin without one. */
export const SERVER_URL = process.env.POLARIS_TEST_DATABASE_URL ?? '';
