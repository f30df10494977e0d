import type { Migration } from './migration.js';

/**
 * A posting finds its two accounts by index. IS NOT DISTINCT FROM cannot use one: the first version read every account of the same
 * kind for each posting, and tried to add a balance that has been there since its account was.
 */
export const accountsFoundByIndex: Migration = {
  name: '0006-accounts-found-by-index',
  statements: [
    `CREATE OR REPLACE FUNCTION ledger_account(p_kind text, p_user bigint, p_currency text) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE account bigint;
    BEGIN
      IF p_user IS NULL THEN
        SELECT id INTO account FROM ledger_accounts WHERE kind = p_kind AND user_id IS NULL AND currency = p_currency;
      ELSE
        SELECT id INTO account FROM ledger_accounts WHERE kind = p_kind AND user_id = p_user AND currency = p_currency;
      END IF;
      IF account IS NOT NULL THEN
        RETURN account;
      END IF;
      INSERT INTO ledger_accounts (kind, user_id, currency) VALUES (p_kind, p_user, p_currency)
        ON CONFLICT DO NOTHING RETURNING id INTO account;
      IF account IS NULL THEN
        SELECT id INTO STRICT account FROM ledger_accounts
          WHERE kind = p_kind AND user_id IS NOT DISTINCT FROM p_user AND currency = p_currency;
      END IF;
      IF p_user IS NOT NULL THEN
        INSERT INTO balances (account_id, user_id, kind, currency) VALUES (account, p_user, p_kind, p_currency) ON CONFLICT DO NOTHING;
      END IF;
      RETURN account;
    END $$`,
  ],
};
