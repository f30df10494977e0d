const SVG = 'http://www.w3.org/2000/svg';

function fill(node, props, children) {
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'on') for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    else if (key === 'data') Object.assign(node.dataset, value);
    else node.setAttribute(key, value === true ? '' : String(value));
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/** An HTML element: attributes, `on` listeners, `data` set, then children (text is never parsed as markup). */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

export function byId(id) {
  return document.getElementById(id);
}

const signatures = new WeakMap();

/**
 * Makes the children of `container` be `items`, touching only what changed: a kept child keeps its focus, its open folds and its
 * scroll. `draw(item)` gives the element; `touched(element, item, isNew)` is told about each one that was drawn again.
 */
export function drawList(container, items, { keyOf, draw, signatureOf = JSON.stringify, touched }) {
  const old = new Map([...container.children].map((child) => [child.dataset.key, child]));
  let place = container.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    const signature = signatureOf(item);
    let node = old.get(key);
    old.delete(key);
    if (!node || signatures.get(node) !== signature) {
      const fresh = draw(item);
      fresh.dataset.key = key;
      signatures.set(fresh, signature);
      if (node) {
        if (place === node) place = node.nextElementSibling;
        swap(node, fresh);
      }
      touched?.(fresh, item, !node);
      node = fresh;
    }
    if (node === place) place = place.nextElementSibling;
    else if (!(node.parentElement === container && node.nextElementSibling === place)) container.insertBefore(node, place);
  }
  for (const left of old.values()) left.remove();
}

function carry(node, fresh, selector, take) {
  const heirs = fresh.querySelectorAll(selector);
  for (const [index, old] of node.querySelectorAll(selector).entries()) {
    if (heirs[index]) take(old, heirs[index]);
  }
}

/** Puts `fresh` in the place of `node`, keeping what was unfolded and, as far as the new one has the same control, the focus. */
function swap(node, fresh) {
  const focused = node.contains(document.activeElement) ? document.activeElement : undefined;
  const mark = focused?.dataset.act;
  carry(node, fresh, 'details', (fold, same) => (same.open = fold.open));
  carry(node, fresh, '.spoiler', (cover, same) => same.classList.toggle('open', cover.classList.contains('open')));
  node.replaceWith(fresh);
  if (!focused) return;
  const heir = (mark && fresh.querySelector(`[data-act="${CSS.escape(mark)}"]`)) || fresh.querySelector('button, a, summary');
  heir?.focus({ preventScroll: true });
}
