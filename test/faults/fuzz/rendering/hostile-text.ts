import fc from 'fast-check';

const ORDER = '018f0000-0000-7000-8000-00000000000b';

/** What people, markets and payers may be called by somebody who means harm. */
const PIECES: readonly string[] = [
  '<b>', '</b>', '</code></pre>', '<a href="tg://user?id=1">me</a>', '<a href=\'https://evil.example\'>', '<tg-emoji emoji-id="5368324170671202286">', '<!--', '<script>', '</', '<', '>', '"', "'",
  '&', '&amp;', '&lt;b&gt;', '&#60;', '&#x3c', '&quot;', '&nbsp;', '&unknown;',
  '{{balance}}', '{{- name}}', '{{name, uppercase}}', '$t(help.text)', '$t(help.text, {"count": 1})', '{{', '}}', '$&', '$1', '$`', '%s', '${name}',
  '_*[]()~`>#+-=|{}.!\\', '||spoiler||', '```js', '[me](tg://user?id=1)', '__underline__',
  '\ud83d', '\udc22', '\udc22\ud83d', '\u202e', '\u2066', '\u2069', '\u200f', '\u061c', '\u200b', '\u2060', '\ufeff', '\u00ad', '\u{e0041}', '\ufffd', '\uffff', '\u{10ffff}',
  '\u0336\u0337\u0338'.repeat(40), 'e\u0301\u0302\u0303\u0304', '\u20dd', '\ufe0f', '\u0e49'.repeat(30),
  '👨‍👩‍👧‍👦', '🏳️‍🌈', '🇷🇺🇬🇧🇩', '👍🏽', '1️⃣', '\u200d', 'ﷺ', '𒐫',
  '\0', '\x07', '\x1b[31m', '\x7f', '\u0085', '\r\n', '\n\n\n', '\t', '\u2028', '\u2029', '\u00a0', '\u3000', ' ',
  'https://evil.example/a?b=c', 'evil.example', 't.me/evil', 'tg://resolve?domain=evil', '@durov', '#tag', '$TON', '/start', '/start@evil_bot', 'mail@evil.example', '//', ':',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'not-paid', 'other', 'reason.other', 'help:text', 'undefined', 'null', '[object Object]', '-1', '1e309', 'NaN',
  'home', 'recharge_constructor', 'recharge_heleket_10', 'language_ru', `order_pay_${ORDER}`, `order_cancel_${ORDER}`, `check_payment_${ORDER}`, 'order_pay_<b>', 'x'.repeat(64), 'я'.repeat(33),
  'x'.repeat(5_000), '🐢'.repeat(4_100), '&'.repeat(4_096), '<b>'.repeat(1_500), '\u0301'.repeat(4_200), 'слово '.repeat(900),
  'Вера', 'محمد', '李明', 'Nguyễn', "O'Neil", 'Bob',
];

const piece = fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...PIECES) }, { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) }, { weight: 1, arbitrary: loneUnits() });

/** One text of hostile pieces in a row; never empty. */
export const hostileText = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('') || '\u200b');

/** UTF-16 units drawn one by one, so that halves of characters stand alone. */
function loneUnits(): fc.Arbitrary<string> {
  return fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units));
}
