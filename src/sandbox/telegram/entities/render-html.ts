import { endOf, inReadingOrder } from './message-entity.js';
import type { FormattedText, MessageEntity } from './message-entity.js';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** HTML made of nothing but escaped text and the tags of the entities, so that a page may show it as it is. */
export function renderHtml({ text, entities }: FormattedText): string {
  const ordered = inReadingOrder(entities);
  const edges = new Set([0, text.length, ...ordered.flatMap((entity) => [entity.offset, endOf(entity)])]);
  const places = [...edges].filter((place) => place <= text.length).sort((a, b) => a - b);
  let open: MessageEntity[] = [];
  let html = '';
  places.forEach((place, index) => {
    const active = ordered.filter((entity) => entity.offset <= place && endOf(entity) > place);
    const shared = sharedStart(open, active);
    html += closing(open.slice(shared), text) + opening(active.slice(shared), text);
    html += escape(text.slice(place, places[index + 1] ?? place));
    open = active;
  });
  return html;
}

function sharedStart(before: readonly MessageEntity[], after: readonly MessageEntity[]): number {
  const differs = before.findIndex((entity, index) => after[index] !== entity);
  return differs === -1 ? before.length : differs;
}

function opening(entities: readonly MessageEntity[], text: string): string {
  return entities.map((entity) => tagsOf(entity, text)[0]).join('');
}

function closing(entities: readonly MessageEntity[], text: string): string {
  return entities.map((entity) => tagsOf(entity, text)[1]).reverse().join('');
}

function tagsOf(entity: MessageEntity, text: string): readonly [string, string] {
  switch (entity.type) {
    case 'bold':
      return ['<b>', '</b>'];
    case 'italic':
      return ['<i>', '</i>'];
    case 'underline':
      return ['<u>', '</u>'];
    case 'strikethrough':
      return ['<s>', '</s>'];
    case 'spoiler':
      return ['<span class="tg-spoiler">', '</span>'];
    case 'code':
      return ['<code>', '</code>'];
    case 'pre':
      return [entity.language ? `<pre data-language="${escape(entity.language)}">` : '<pre>', '</pre>'];
    case 'blockquote':
      return ['<blockquote>', '</blockquote>'];
    case 'expandable_blockquote':
      return ['<blockquote class="expandable">', '</blockquote>'];
    case 'text_link':
      return link(entity.url ?? '');
    case 'url':
      return link(text.slice(entity.offset, endOf(entity)));
    case 'bot_command':
      return ['<span class="bot-command">', '</span>'];
    case 'mention':
    case 'text_mention':
      return ['<span class="mention">', '</span>'];
    case 'custom_emoji':
      return ['', ''];
  }
}

function link(url: string): readonly [string, string] {
  const safe = /^(https?|tg|ton|tonsite):/i.test(url);
  return safe ? [`<a href="${escape(url)}" target="_blank" rel="noopener noreferrer">`, '</a>'] : ['', ''];
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
