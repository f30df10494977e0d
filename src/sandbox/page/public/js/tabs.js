import { byId } from './core/dom.js';

const TABS = ['chat', 'world'];
const narrow = matchMedia('(max-width: 860px)');

/** On a narrow page one of the two sides is shown; on a wide one both are, and the tabs are away. */
export function showTab(name) {
  byId('sides').dataset.side = name;
  for (const tab of TABS) {
    const button = byId(`tab-${tab}`);
    button.setAttribute('aria-selected', String(tab === name));
    button.tabIndex = tab === name ? 0 : -1;
    if (tab === name) button.classList.remove('news');
  }
}

/** A dot on the side that changed while it was out of sight. */
export function markTab(name) {
  if (narrow.matches && byId('sides').dataset.side !== name) byId(`tab-${name}`).classList.add('news');
}

export function mountTabs() {
  for (const tab of TABS) {
    byId(`tab-${tab}`).addEventListener('click', () => showTab(tab));
    byId(`tab-${tab}`).addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      const other = tab === 'chat' ? 'world' : 'chat';
      showTab(other);
      byId(`tab-${other}`).focus();
    });
  }
  showTab('chat');
}
