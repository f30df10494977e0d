import { expect } from 'chai';
import fc from 'fast-check';
import { BotApiError } from '#sandbox/telegram/bot-api-error.js';
import { cleanText } from '#sandbox/telegram/entities/clean-text.js';
import { parseHtml } from '#sandbox/telegram/entities/html-parser.js';
import { renderHtml } from '#sandbox/telegram/entities/render-html.js';

function refusal(html: string): string {
  try {
    parseHtml(html);
  } catch (error) {
    if (error instanceof BotApiError) return error.description;
    throw error;
  }
  return 'taken';
}

describe('formatting of a message as Telegram reads it', () => {
  const REFUSED: readonly (readonly [string, string])[] = [
    ['<br>', 'Unsupported start tag "br" at byte offset 0'],
    ['<script>alert(1)</script>', 'Unsupported start tag "script" at byte offset 0'],
    ['2 < 3', 'Unsupported start tag "" at byte offset 2'],
    ['цена < 3', 'Unsupported start tag "" at byte offset 9'],
    ['⭐️<b>x</i>', 'Unmatched end tag at byte offset 10, expected "</b>", found "</i>"'],
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<b><i>x</b></i>', 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['x <b', 'Unclosed start tag at byte offset 2'],
    ['<a href', 'Unclosed start tag "a" at byte offset 0'],
    ['<a href="x"', 'Unclosed start tag at byte offset 0'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<a href=x/>y</a>', 'Unexpected end of name token at byte offset 8'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<span class="red">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<tg-emoji emoji-id="x">y</tg-emoji>', 'Invalid custom emoji identifier specified'],
  ];
  for (const [html, reason] of REFUSED) {
    it(`${JSON.stringify(html)} is refused: ${reason}`, () => {
      expect(refusal(html)).to.equal(`Bad Request: can't parse entities: ${reason}`);
    });
  }

  const TAKEN: readonly (readonly [string, string, readonly object[]])[] = [
    ['<b>a</b><strong>b</strong>', 'ab', [{ type: 'bold', offset: 0, length: 1 }, { type: 'bold', offset: 1, length: 1 }]],
    ['<i>a</i>', 'a', [{ type: 'italic', offset: 0, length: 1 }]],
    ['<EM>a</eM>', 'a', [{ type: 'italic', offset: 0, length: 1 }]],
    ['<u>a</u>', 'a', [{ type: 'underline', offset: 0, length: 1 }]],
    ['<ins>a</ins>', 'a', [{ type: 'underline', offset: 0, length: 1 }]],
    ['<s>a</s>', 'a', [{ type: 'strikethrough', offset: 0, length: 1 }]],
    ['<strike>a</strike>', 'a', [{ type: 'strikethrough', offset: 0, length: 1 }]],
    ['<del>a</del>', 'a', [{ type: 'strikethrough', offset: 0, length: 1 }]],
    ['<tg-spoiler>a</tg-spoiler>', 'a', [{ type: 'spoiler', offset: 0, length: 1 }]],
    ['<span class="tg-spoiler">a</span>', 'a', [{ type: 'spoiler', offset: 0, length: 1 }]],
    ['<code>a</code>', 'a', [{ type: 'code', offset: 0, length: 1 }]],
    ['<code class="language-ts">a</code>', 'a', [{ type: 'code', offset: 0, length: 1 }]],
    ['<pre>a</pre>', 'a', [{ type: 'pre', offset: 0, length: 1 }]],
    ['<pre><code class="language-ts">a</code></pre>', 'a', [{ type: 'pre', offset: 0, length: 1, language: 'ts' }]],
    ['<pre><b>a</b></pre>', 'a', [{ type: 'pre', offset: 0, length: 1 }]],
    ['<blockquote>a</blockquote>', 'a', [{ type: 'blockquote', offset: 0, length: 1 }]],
    ['<blockquote expandable>a</blockquote>', 'a', [{ type: 'expandable_blockquote', offset: 0, length: 1 }]],
    ['<a href="https://t.me/x?a=1&amp;b=2">a</a>', 'a', [{ type: 'text_link', offset: 0, length: 1, url: 'https://t.me/x?a=1&b=2' }]],
    ["<a href='tg://user?id=42'>a</a>", 'a', [{ type: 'text_mention', offset: 0, length: 1, user: { id: 42 } }]],
    ['<a href="javascript:alert(1)">a</a>', 'a', []],
    ['<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', '👍', [{ type: 'custom_emoji', offset: 0, length: 2, custom_emoji_id: '5368324170671202286' }]],
    ['👍<b>a</b>', '👍a', [{ type: 'bold', offset: 2, length: 1 }]],
    ['&lt;b&gt; &amp; &quot; &#39; &#x1F600;', '<b> & " \' 😀', []],
    ['&nbsp; &copy; &constructor; &#0; &#xD800; &', '&nbsp; &copy; &constructor; &#0; &#xD800; &', []],
    ['<b></b>a', 'a', []],
    ['<b>a</>', 'a', [{ type: 'bold', offset: 0, length: 1 }]],
    ['  <b> a </b>  ', ' a', [{ type: 'bold', offset: 0, length: 2 }]],
    ['a\u0000b\r\nc', 'a b \nc', []],
  ];
  for (const [html, text, entities] of TAKEN) {
    it(`${JSON.stringify(html)} reads as ${JSON.stringify(text)}`, () => {
      expect(cleanText(parseHtml(html))).to.deep.equal({ text, entities });
    });
  }

  it('what a page shows holds no markup but that of the entities', () => {
    const shown = renderHtml(parseHtml('<b>&lt;img src=x onerror=alert(1)&gt;</b><a href="https://t.me/&quot;&gt;&lt;script&gt;">l</a>'));
    expect(shown).to.match(/^<b>&lt;img src=x onerror=alert\(1\)&gt;<\/b><a href="https:\/\/t\.me\/[^"<>]*" target="_blank" rel="noopener noreferrer">l<\/a>$/);
  });

  it('any text is read or refused with words, and the page shows it with every tag closed', () => {
    const pieces = ['<b>', '</b>', '<i>', '</i>', '<a href="', '">', '</a>', '&', '&lt;', '<', '>', ' ', 'я', '👍', '"', '<code>', '</code>', '\0'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (parts) => {
        const html = parts.join('');
        const answer = refusal(html);
        if (answer !== 'taken') return answer.startsWith("Bad Request: can't parse entities: ");
        const shown = renderHtml(parseHtml(html));
        const open: string[] = [];
        for (const [, slash, tag] of shown.matchAll(/<(\/?)([a-z]+)[^<>]*>/g)) {
          if (slash === '') open.push(tag ?? '');
          else expect(open.pop()).to.equal(tag);
        }
        return open.length === 0;
      }),
      { numRuns: 300 },
    );
  });

  it('a hundred thousand nested tags are refused in a moment', () => {
    const started = process.hrtime.bigint();
    expect(refusal('<b>x'.repeat(100_000))).to.equal('Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"');
    expect(Number(process.hrtime.bigint() - started) / 1e6).to.be.below(1_000);
  });
});
