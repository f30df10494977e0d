import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { encode, isSignedWith, md5Sign, type PhpValue, SIGNED, SPELLINGS, signedText } from '#sandbox/heleket/signature.js';

const file = new URL('../../contracts/payments/heleket/vectors.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Record<'request' | 'webhook', Record<string, string>>;
const bytes = (text = '') => Buffer.from(text, 'utf8');

describe("the stand-in's own signature", () => {
  const { request, webhook } = vectors;

  it('of a request is that of the recorded ones', () => {
    expect(isSignedWith(bytes(request.body_php_style), request.api_key ?? '', request.sign_php_style ?? '')).to.equal(true);
    expect(isSignedWith(bytes(request.body_js_style), request.api_key ?? '', request.sign_js_style ?? '')).to.equal(true);
    expect(isSignedWith(bytes(), request.api_key ?? '', request.empty_body_sign ?? '')).to.equal(true);
    expect(isSignedWith(bytes('{}'), request.api_key ?? '', request.empty_body_sign ?? '')).to.equal(false);
    expect(isSignedWith(bytes(), request.api_key ?? '', '')).to.equal(false);
  });

  it('of a webhook covers what PHP would print, whatever is then sent', () => {
    const payload = JSON.parse(webhook.canonical ?? '') as Record<string, PhpValue>;
    const [escaped, raw] = SPELLINGS;
    expect(encode(payload, SIGNED)).to.equal(webhook.canonical);
    expect(md5Sign(bytes(webhook.canonical), webhook.api_key ?? '')).to.equal(webhook.sign);
    expect(signedText(payload, webhook.api_key ?? '', escaped)).to.equal(webhook.wire_body_ascii_escaped);
    expect(signedText(payload, webhook.api_key ?? '', raw ?? escaped)).to.equal(webhook.wire_body_utf8);
  });
});
