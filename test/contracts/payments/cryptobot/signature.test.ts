import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CryptobotWebhook } from '#adapters/outbound/payments/cryptobot/webhook.js';
import { signatureOf } from '#sandbox/cryptobot/hook-sender.js';

const vector = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as Readonly<Record<'token' | 'secret_sha256_hex' | 'raw_body' | 'header' | 'signature_hex', string>>;
const shop = new CryptobotWebhook(vector.token);
const BAD = { verdict: 'rejected', reason: 'bad-signature' };

function judged(signature: string | undefined, body = vector.raw_body) {
  return shop.judge({ body: Buffer.from(body, 'utf8'), headers: { [vector.header]: signature }, remoteAddress: '127.0.0.1' });
}

describe('Crypto Pay signatures, from the recorded vector', () => {
  it('pass when the key is the hash of the token, as bytes', () => {
    expect(createHash('sha256').update(vector.token).digest('hex')).to.equal(vector.secret_sha256_hex);
    expect(judged(vector.signature_hex)).to.deep.equal({ verdict: 'authentic', eventKey: '777:paid', reference: { invoiceId: '777', paymentId: undefined } });
  });

  it('are refused when the key was the hexadecimal text of the hash (the usual mistake)', () => {
    expect(judged(createHmac('sha256', vector.secret_sha256_hex).update(vector.raw_body).digest('hex'))).to.deep.equal(BAD);
  });

  it('are refused when the key was the token itself, or none', () => {
    for (const key of [vector.token, '']) expect(judged(createHmac('sha256', key).update(vector.raw_body).digest('hex'))).to.deep.equal(BAD);
  });

  it('cover the bytes as they came, not what they say', () => {
    const spaced = JSON.stringify(JSON.parse(vector.raw_body), undefined, 1);
    expect(judged(vector.signature_hex, spaced)).to.deep.equal(BAD);
    expect(judged(signatureOf(spaced, vector.token), spaced)).to.have.property('verdict', 'authentic');
  });

  it('are refused in any other spelling, cut short, or missing', () => {
    for (const signature of [vector.signature_hex.toUpperCase(), vector.signature_hex.slice(0, -1), `${vector.signature_hex}0`, '', undefined]) expect(judged(signature)).to.deep.equal(BAD);
  });

  it('are made by the stand-in as they are by the provider', () => {
    expect(signatureOf(vector.raw_body, vector.token)).to.equal(vector.signature_hex);
  });
});
