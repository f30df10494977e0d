import { svg } from '../core/dom.js';

const SIZE = 25;
const EYE = 7;

/** A picture that reminds of a QR code and is none: the same invoice always gives the same one, and a star covers its middle. */
export function drawPattern(root, seed) {
  const random = generator(seed);
  const dots = [];
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) {
      const filled = random() < 0.47;
      if (filled && !inEye(x, y) && !inMiddle(x, y)) dots.push(`M${x + 0.08} ${y + 0.5}a.42 .42 0 1 0 .84 0a.42 .42 0 1 0-.84 0`);
    }
  }
  root.setAttribute('viewBox', `-1 -1 ${SIZE + 2} ${SIZE + 2}`);
  root.replaceChildren(
    svg('path', { class: 'qr-dots', d: dots.join('') }),
    ...[[0, 0], [SIZE - EYE, 0], [0, SIZE - EYE]].map(([x, y]) => eye(x, y)),
    svg('image', { href: '/assets/icons/polaris.svg', x: SIZE / 2 - 3, y: SIZE / 2 - 3, width: 6, height: 6 }),
  );
}

function eye(x, y) {
  return svg(
    'g',
    { class: 'qr-eye' },
    svg('rect', { x: x + 0.5, y: y + 0.5, width: EYE - 1, height: EYE - 1, rx: 1.8 }),
    svg('rect', { class: 'qr-pupil', x: x + 2, y: y + 2, width: 3, height: 3, rx: 0.9 }),
  );
}

function inEye(x, y) {
  const low = (at) => at < EYE + 1;
  const high = (at) => at > SIZE - EYE - 2;
  return (low(x) && low(y)) || (high(x) && low(y)) || (low(x) && high(y));
}

function inMiddle(x, y) {
  const near = (at) => Math.abs(at - (SIZE - 1) / 2) < 4;
  return near(x) && near(y);
}

/** A small repeatable generator (mulberry32) fed by the text. */
function generator(text) {
  let state = [...text].reduce((hash, letter) => Math.imul(hash ^ letter.codePointAt(0), 16777619), 2166136261);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
