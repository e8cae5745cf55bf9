// The list of test images. It is one tab stop; arrow keys walk through it.

import { gray } from '../colormaps.js';
import { colour } from '../textures.js';
import { t } from '../i18n.js';

const shown = 60; // images in the list

const blank = ({ dims: [, height, width] }) => Object.assign(document.createElement('canvas'), { width, height });
const paint = (canvas, { values, dims: [, h, w] }, i) => colour(canvas, values.subarray(i * w * h, (i + 1) * w * h), gray);

/** A canvas with image i of a set {dims, values}. */
export const picture = (set, i) => paint(blank(set), set, i);

/** @param {(index: number) => void} onChoose */
export function startSamples(onChoose) {
  const box = document.getElementById('samples'), select = document.getElementById('sample-class');
  let set = null, classes = [], current = -1;
  box.setAttribute('aria-label', t('samples.title'));

  const options = () => [...box.children];

  function fill() {
    const only = Number(select.value);
    const list = [];
    for (let i = 0; i < set.dims[0] && list.length < shown; i++) if (only < 0 || set.labels[i] === only) list.push(i);
    box.replaceChildren(...list.map((i) => {
      const option = document.createElement('div');
      option.className = 'sample';
      option.id = `sample-${i}`;
      option.dataset.index = i;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-label', t('samples.option', { name: classes[set.labels[i]] ?? set.labels[i], index: i }));
      option.append(blank(set));
      return option;
    }));
    mark(current);
    few(set, options().map((o) => [o.firstChild, Number(o.dataset.index)]));
  }

  // few draws some pictures, and the others in tasks of their own: the page answers in between.
  function few(of, left) {
    if (of !== set) return;
    for (const [canvas, i] of left.splice(0, 8)) paint(canvas, of, i);
    if (left.length) setTimeout(few, 0, of, left);
  }

  function mark(index, scroll = false) {
    current = index;
    box.removeAttribute('aria-activedescendant');
    for (const o of options()) {
      const chosen = Number(o.dataset.index) === index;
      o.setAttribute('aria-selected', chosen);
      if (!chosen) continue;
      box.setAttribute('aria-activedescendant', o.id);
      if (scroll) box.scrollTo({ left: o.offsetLeft - box.offsetLeft - box.clientWidth / 2 });
    }
  }

  const choose = (o) => {
    if (!o) return;
    mark(Number(o.dataset.index), true);
    onChoose(current);
  };
  box.addEventListener('click', (e) => choose(e.target.closest('.sample')));
  box.addEventListener('keydown', (e) => {
    const list = options(), at = list.findIndex((o) => Number(o.dataset.index) === current);
    const rows = getComputedStyle(box).gridTemplateRows.split(' ').length;
    const forward = document.documentElement.dir === 'rtl' ? -rows : rows;
    const by = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: 1, ArrowUp: -1, Home: -1e6, End: 1e6, ' ': 0, Enter: 0 }[e.key];
    if (by === undefined || !list.length) return;
    e.preventDefault();
    e.stopPropagation();
    choose(list[at < 0 ? 0 : Math.max(0, Math.min(list.length - 1, at + by))]);
  });
  select.addEventListener('change', () => { if (set) fill(); });

  return {
    /** Shows a test set and the names of its classes. */
    fill(newSet, names) {
      set = newSet;
      if (names.join() !== classes.join()) {
        const all = select.options[0];
        select.replaceChildren(all, ...names.map((n, i) => new Option(n, i)));
        select.value = '-1';
      }
      classes = names;
      fill();
    },
    mark,
  };
}
