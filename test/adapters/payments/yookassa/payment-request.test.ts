import { expect } from 'chai';
import { chargeBody, invoiceBody, isRefundOfOurs, refundBody } from '#adapters/outbound/payments/yookassa/payment-request.js';
import { Money } from '#domain/shared/money.js';
import { CUSTOMER_ID } from '../../../builders/a-customer.js';
import { minutesAfter } from '../../../builders/now.js';
import { INVOICE_TEXT } from '../../../contracts/payments/gateway-world.js';
import { CONFIG } from '../../../contracts/payments/yookassa/yookassa-world.js';

const PAYMENT_ID = '0190f5c2-7d1e-7a10-8a3b-1f2e3d4c5b6a';
const RETURN = 'https://t.me/polaris_bot';
const RECEIPT = { email: 'shop@example.com', vatCode: 4, taxSystem: 2 };
const rubles = (text: string) => Money.parse(text, 'RUB');
const request = (changes: object = {}) => ({ paymentId: PAYMENT_ID, amount: rubles('100'), userId: CUSTOMER_ID, expiresAt: minutesAfter(60), ...INVOICE_TEXT, ...changes });

describe('what YooKassa is asked for', () => {
  it('is a payment that is captured at once and names ours', () => {
    expect(invoiceBody(request(), CONFIG, RETURN)).to.deep.equal({
      amount: { value: '100.00', currency: 'RUB' },
      capture: true,
      description: INVOICE_TEXT.description,
      metadata: { payment_id: PAYMENT_ID },
      confirmation: { type: 'redirect', return_url: RETURN, locale: 'en_US' },
    });
    expect(invoiceBody(request({ language: 'ru' }), CONFIG, RETURN)).to.have.nested.property('confirmation.locale', 'ru_RU');
  });

  for (const [amount, value] of [['100', '100.00'], ['0.5', '0.50'], ['12.34', '12.34'], ['0.01', '0.01'], ['1000000', '1000000.00']] as const) {
    it(`writes ${amount} rubles as "${value}"`, () => {
      expect(invoiceBody(request({ amount: rubles(amount) }), CONFIG, RETURN)).to.have.nested.property('amount.value', value);
    });
  }

  it('carries a receipt over the whole sum where receipts are configured, and none elsewhere', () => {
    const item = { description: INVOICE_TEXT.description, quantity: '1.00', amount: { value: '100.00', currency: 'RUB' }, vat_code: 4, payment_subject: 'service', payment_mode: 'full_payment' };
    const receipt = { customer: { email: 'shop@example.com' }, items: [item], tax_system_code: 2 };
    const fiscal = { ...CONFIG, receipt: RECEIPT };
    expect(invoiceBody(request(), fiscal, RETURN)).to.have.deep.property('receipt', receipt);
    expect(chargeBody({ ...request(), token: 'm' }, fiscal)).to.have.deep.property('receipt', receipt);
    expect(invoiceBody(request(), { ...CONFIG, receipt: { ...RECEIPT, taxSystem: undefined } }, RETURN)).not.to.have.nested.property('receipt.tax_system_code');
    expect(invoiceBody(request(), CONFIG, RETURN)).not.to.have.property('receipt');
  });

  it('is to be remembered only when somebody asks and the shop may', () => {
    expect(invoiceBody(request({ remember: true }), CONFIG, RETURN)).to.have.property('save_payment_method', true);
    expect(invoiceBody(request(), CONFIG, RETURN)).not.to.have.property('save_payment_method');
    expect(invoiceBody(request({ remember: true }), { ...CONFIG, saveMethods: false }, RETURN)).not.to.have.property('save_payment_method');
  });

  it('of a saved method has nothing to confirm and nothing to save', () => {
    const body = chargeBody({ ...request(), token: 'method-1' }, CONFIG);
    expect(body).to.include({ payment_method_id: 'method-1', capture: true }).and.to.not.have.any.keys('confirmation', 'save_payment_method');
  });

  it('is a refund that is known again by its description', () => {
    const order = { refundId: 'r-1', reference: {}, amount: rubles('100'), destination: '' };
    const body = refundBody(order, 'invoice-1', 'A month of VPN', { ...CONFIG, receipt: RECEIPT });
    expect(body).to.deep.include({ payment_id: 'invoice-1', amount: { value: '100.00', currency: 'RUB' }, description: 'Refund r-1' });
    expect(body).to.have.nested.property('receipt.items[0].description', 'A month of VPN');
    expect(isRefundOfOurs('Refund r-1')).to.equal(true);
    for (const foreign of [undefined, null, '', 'By hand', 'Refund', 'Refund of the client']) expect(isRefundOfOurs(foreign)).to.equal(false);
  });
});
