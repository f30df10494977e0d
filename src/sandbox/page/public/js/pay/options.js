import { drawList, h } from '../core/dom.js';
import { word } from '../core/words.js';

/** What the payer may choose before paying: ticks, and one of several. Gives a reader of what is chosen, by the options' names. */
export function drawOptions(root, options) {
  root.hidden = options.length === 0;
  drawList(root, options, { keyOf: ({ name }) => name, draw: (option) => (option.kind === 'tick' ? tick(option) : choice(option)) });
  return () => Object.fromEntries(options.map((option) => [option.name, valueOf(root, option)]));
}

function tick({ name, checked }) {
  return h(
    'label',
    { class: 'pay-tick' },
    h('input', { type: 'checkbox', name, checked }),
    h('span', undefined, h('span', { class: 'pay-tick-name' }, word(`pay.${name}`)), h('span', { class: 'faint' }, word(`pay.${name}.about`))),
  );
}

function choice({ name, values }) {
  const radios = values.map((value, index) =>
    h('label', { class: 'pay-coin' }, h('input', { type: 'radio', class: 'visually-hidden', name, value, checked: index === 0 }), h('span', undefined, value)),
  );
  return h('fieldset', { class: 'pay-coins' }, h('legend', undefined, word(`pay.${name}`)), radios);
}

function valueOf(root, { kind, name }) {
  if (kind === 'tick') return root.querySelector(`input[name="${name}"]`).checked;
  return root.querySelector(`input[name="${name}"]:checked`)?.value;
}
