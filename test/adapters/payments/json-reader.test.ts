import { expect } from 'chai';
import fc from 'fast-check';
import { decodeUtf8, MalformedJson, plainValue, readJson } from '#adapters/outbound/kit/json-reader.js';

const plain = (text: string) => plainValue(readJson(text));

describe('reading JSON that carries money', () => {
  it('keeps every digit of a number', () => {
    expect(plain('{"a":10.00,"b":9007199254740993,"c":1.0e-5,"d":-0}')).to.deep.include({ a: '10.00', b: '9007199254740993', c: '1.0e-5', d: '-0' });
  });

  it('agrees with the platform on everything but numbers', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const spelled = JSON.stringify(value, (_key, member: unknown) => (typeof member === 'number' ? String(member) : member));
        expect(JSON.stringify(plain(spelled))).to.equal(spelled);
      }),
    );
  });

  for (const text of ['', ' ', '{', '[1,]', '{"a":1,}', '{"a"}', "{'a':1}", '01', '1.', '.5', '+1', 'NaN', 'nul', '"a', '"\t"', '"\\x"', '"\\ud800"', '"\\udc00"', '{}{}', '[1] x', '\ufeff{}', '{"a":1 "b":2}']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => readJson(text)).to.throw(MalformedJson);
    });
  }

  it('refuses bytes that are not UTF-8, or begin with a byte order mark', () => {
    expect(() => decodeUtf8(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).to.throw(MalformedJson);
    expect(() => decodeUtf8(Buffer.from([0xed, 0xa0, 0x80]))).to.throw(MalformedJson);
    expect(() => readJson(decodeUtf8(Buffer.from('\ufeff{}', 'utf8')))).to.throw(MalformedJson);
  });

  it('refuses ten thousand levels at once', () => {
    for (const [open, close] of [['[', ']'], ['{"a":', '}']] as const) {
      expect(() => readJson(`${open.repeat(10_000)}1${close.repeat(10_000)}`)).to.throw(MalformedJson, 'too deep');
      expect(() => readJson(`${open.repeat(40)}1${close.repeat(40)}`)).to.throw(MalformedJson, 'too deep');
    }
    expect(() => readJson('[[[[[[[[[[1]]]]]]]]]]')).not.to.throw();
  });

  it('takes a key named __proto__ for a name like any other', () => {
    const value = plain('{"__proto__":{"polluted":true},"constructor":"x"}') as Record<string, unknown>;
    expect(Object.keys(value)).to.deep.equal(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
  });

  it('lets the last of repeated keys win', () => {
    expect(plain('{"a":1,"b":2,"a":3}')).to.deep.include({ a: '3', b: '2' });
  });
});
