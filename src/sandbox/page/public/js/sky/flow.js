import { byId, svg } from '../core/dom.js';
import { onLanguage, word } from '../core/words.js';
import { FAINT, LABEL_AT, SKIES, SYSTEMS_OF } from './sky-map.js';

const TRAVEL = 1100;
const BETWEEN = 650;
const GLOW = 1800;
const MOST_WAITING = 8;

/** The drawing of who deals with whom: a spark runs along the edge on which something just happened. */
export class Flow {
  #root = byId('sky');
  #still = matchMedia('(prefers-reduced-motion: reduce)');
  #sky = SKIES[0];
  #queue = [];
  #playing = false;
  #modes = {};

  constructor() {
    onLanguage(() => this.#draw());
    new ResizeObserver(([{ contentRect }]) => this.#fit(contentRect.width)).observe(this.#root.parentElement);
  }

  /** Shows one event: `edge` with its direction, or a `node` that glows; `label` rides along. */
  play(event) {
    if (document.hidden) return;
    this.#queue.push(event);
    if (this.#queue.length > MOST_WAITING) this.#queue.shift();
    if (!this.#playing) this.#next();
  }

  /** How the systems behave now, drawn on their stars; a star of several shows the first that is struck. */
  weather(modeOf) {
    this.#modes = Object.fromEntries(Object.entries(SYSTEMS_OF).map(([node, systems]) => [node, systems.map(modeOf).find((mode) => mode !== 'well') ?? 'well']));
    for (const node of this.#root.querySelectorAll('.node')) this.#mark(node);
  }

  #next() {
    const event = this.#queue.shift();
    this.#playing = event !== undefined;
    if (!event) return;
    if (event.edge) this.#travel(event);
    else this.#glow(event.node);
    setTimeout(() => this.#next(), BETWEEN);
  }

  #travel({ edge, back = false, label }) {
    const path = this.#root.querySelector(`[data-edge="${edge}"]`);
    if (!path) return;
    light(path, 'lit');
    if (label) this.#caption(path, label);
    const length = path.getTotalLength();
    const end = path.dataset[back ? 'from' : 'to'];
    if (this.#still.matches) return this.#glow(end);
    const spark = svg('use', { href: '#spark', class: 'spark' });
    this.#root.querySelector('.sparks').append(spark);
    const start = performance.now();
    const frame = (now) => {
      const part = Math.min(1, (now - start) / TRAVEL);
      const eased = part * part * (3 - 2 * part);
      const { x, y } = path.getPointAtLength(length * (back ? 1 - eased : eased));
      spark.setAttribute('transform', `translate(${x} ${y})`);
      if (part < 1) return requestAnimationFrame(frame);
      spark.remove();
      this.#glow(end);
    };
    requestAnimationFrame(frame);
  }

  #caption(path, label) {
    const { x, y } = path.getPointAtLength(path.getTotalLength() * (LABEL_AT[path.dataset.edge] ?? 0.5));
    const text = svg('text', { class: 'flow-label', x, y: y - 9 }, label);
    this.#root.querySelector('.sparks').append(text);
    setTimeout(() => text.remove(), GLOW + 600);
  }

  #glow(name) {
    const node = this.#root.querySelector(`[data-node="${name}"]`);
    if (node) light(node, 'glowing');
  }

  /** The widest sky that can be drawn without its words becoming small. */
  #fit(width) {
    const sky = SKIES.find(({ from }) => width >= from);
    if (!sky || (sky === this.#sky && this.#root.childElementCount > 0)) return;
    this.#sky = sky;
    this.#draw();
  }

  #draw() {
    const sky = this.#sky;
    this.#root.setAttribute('viewBox', `0 0 ${sky.size.join(' ')}`);
    const edges = Object.entries(sky.edges).map(([edge, d]) => {
      const [from, to] = ends(d, sky.nodes);
      return svg('path', { d, class: `edge${FAINT.has(edge) ? ' faint' : ''}`, data: { edge, from, to } });
    });
    const nodes = Object.entries(sky.nodes).map(([name, [x, y]]) => this.#node(name, x, y));
    this.#root.replaceChildren(
      svg('title', undefined, word('flow.title')),
      svg('defs', undefined, sparkShape(), glowPaint()),
      svg('g', undefined, edges),
      svg('g', { class: 'sparks' }),
      svg('g', undefined, nodes),
    );
  }

  #node(name, x, y) {
    const shop = name === 'shop';
    const node = svg(
      'g',
      { class: `node ${name}`, transform: `translate(${x} ${y})`, data: { node: name } },
      svg('circle', { class: 'halo', r: shop ? 34 : 26, fill: 'url(#halo)' }),
      svg('path', { class: 'body', d: star(shop ? 19 : 12) }),
      svg('text', { class: 'node-name', y: shop ? 38 : 32 }, word(`flow.${name}`)),
      svg('text', { class: 'node-mode', y: shop ? 52 : 47 }),
    );
    this.#mark(node);
    return node;
  }

  #mark(node) {
    const mode = this.#modes[node.dataset.node] ?? 'well';
    node.classList.toggle('unwell', mode !== 'well');
    node.querySelector('.node-mode').textContent = mode === 'well' ? word(`flow.${node.dataset.node}.about`) : word(`mode.${mode}`);
  }
}

/** Restarts a passing class even when the last one has not faded yet. */
function light(element, name) {
  element.classList.remove(name);
  element.getBoundingClientRect();
  element.classList.add(name);
  const token = Symbol(name);
  lights.set(element, token);
  setTimeout(() => lights.get(element) === token && element.classList.remove(name), GLOW);
}
const lights = new WeakMap();

function ends(d, nodes) {
  const numbers = d.match(/-?\d+/g).map(Number);
  const named = (x, y) => Object.keys(nodes).find((name) => nodes[name][0] === x && nodes[name][1] === y);
  return [named(numbers[0], numbers[1]), named(numbers.at(-2), numbers.at(-1))];
}

function star(radius) {
  const waist = radius * 0.17;
  const points = Array.from({ length: 8 }, (_, index) => {
    const reach = index % 2 === 0 ? radius : waist * 1.7;
    const angle = (Math.PI / 4) * index - Math.PI / 2;
    return `${(Math.cos(angle) * reach).toFixed(2)} ${(Math.sin(angle) * reach).toFixed(2)}`;
  });
  return `M${points.join('L')}Z`;
}

function sparkShape() {
  return svg('g', { id: 'spark' }, svg('circle', { r: 11, fill: 'url(#halo)' }), svg('circle', { r: 3.5, fill: '#fff6de' }));
}

function glowPaint() {
  return svg(
    'radialGradient',
    { id: 'halo' },
    svg('stop', { offset: '0', 'stop-color': '#ffe2a0', 'stop-opacity': '.9' }),
    svg('stop', { offset: '1', 'stop-color': '#ffe2a0', 'stop-opacity': '0' }),
  );
}
