import { byId, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { onLanguage, word } from '../core/words.js';

const HUES = 6;

/** The round picture of a person: the first letter on one of six colours that stays theirs. */
function avatar(person) {
  return h('span', { class: `avatar hue-${Number(person.userId) % HUES}`, 'aria-hidden': 'true' }, [...person.firstName][0] ?? '?');
}

/** The row of people above the chat and the dialog that adds one. */
export function mountPeopleBar(people) {
  const bar = byId('people');
  const dialog = byId('person-dialog');
  const form = dialog.querySelector('form');

  const draw = () => {
    const chips = people.list().map((person) => {
      const chosen = person.userId === people.current.userId;
      const label = `${person.firstName}, ${person.languageCode ?? '?'}`;
      return h(
        'button',
        { class: 'person', type: 'button', 'aria-pressed': String(chosen), 'aria-label': label, on: { click: () => people.choose(person.userId) } },
        avatar(person),
        h('span', { class: 'person-name' }, person.firstName),
        h('span', { class: 'person-language' }, person.languageCode ?? ''),
      );
    });
    const add = h(
      'button',
      { class: 'person add', type: 'button', 'aria-label': word('people.add'), title: word('people.add'), on: { click: () => open() } },
      icon('plus'),
    );
    const focused = bar.contains(document.activeElement) ? [...bar.children].indexOf(document.activeElement) : -1;
    bar.replaceChildren(...chips, add);
    bar.children[focused]?.focus();
  };

  const open = () => {
    form.reset();
    form.elements.userId.value = String(Math.max(...people.list().map((person) => Number(person.userId))) + 1);
    dialog.showModal();
    form.elements.firstName.focus();
  };

  form.addEventListener('submit', (event) => {
    if (event.submitter?.value === 'cancel') return;
    const { userId, firstName, username, languageCode } = form.elements;
    people.add({
      userId: Number(userId.value),
      firstName: firstName.value.trim(),
      username: username.value.trim().replace(/^@/, ''),
      languageCode: languageCode.value,
    });
  });

  people.onChange(draw);
  onLanguage(draw);
  draw();
}
