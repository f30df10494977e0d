import type { Migration } from './migration.js';

/** The price of an order never goes back while a payment for its stars may still arrive, or has. */
export const nothingBackForPaidStars: Migration = {
  name: '0005-nothing-back-for-paid-stars',
  statements: [
    `CREATE FUNCTION failed_order_paid_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM star_attempts WHERE order_id = NEW.id AND state <> 'void') THEN
        RAISE EXCEPTION 'order % cannot be failed: a payment for its stars is not proven void', NEW.id USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$`,
    `CREATE CONSTRAINT TRIGGER orders_paid_nothing AFTER UPDATE OF state ON orders
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'failed') EXECUTE FUNCTION failed_order_paid_nothing()`,
  ],
};
