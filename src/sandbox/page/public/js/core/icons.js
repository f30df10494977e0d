import { svg } from './dom.js';

const PATHS = {
  plus: 'M12 5v14M5 12h14',
  arrowUpRight: 'M8 16L16 8M9 8h7v7',
  down: 'M6 9l6 6 6-6',
  receipt: 'M6 4h12v16l-3-2-3 2-3-2-3 2zM9.5 9h5M9.5 13h5',
};

/** A line drawing of 24 by 24; decoration only, the control beside it carries the name. */
export function icon(name) {
  return svg('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: PATHS[name] }));
}
