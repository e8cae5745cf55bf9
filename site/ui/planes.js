// One plane of the bench close up: its mask, the light on it, and their values.

import { gray, intensity, phase } from '../colormaps.js';
import { colour } from '../bench.js';
import { maskNumber, turns } from '../frame.js';
import { number, percent, t } from '../i18n.js';
import { format } from '../units.js';

/** @param {{onSelect: (plane: number) => void, onNetwork: (network: number) => void}} handlers */
export function startPlanes({ onSelect, onNetwork }) {
  const tabs = document.getElementById('plane-tabs'), box = document.getElementById('plane-pictures');
  const note = document.getElementById('plane-note');
  let frame = null, selected = 1, views = null, names = [], renamed = false;

  const networks = document.createElement('select');
  networks.setAttribute('aria-label', t('plane.networks'));
  networks.addEventListener('change', () => onNetwork(networks.selectedIndex));
  tabs.before(networks);

  function fillTabs() {
    networks.replaceChildren(...Array.from({ length: frame.networks }, (_, k) => new Option(t('plane.network', { i: k + 1 }))));
    networks.selectedIndex = frame.network;
    networks.hidden = frame.networks < 2;
    tabs.replaceChildren(...Array.from({ length: frame.layers + 2 }, (_, i) => {
      const label = document.createElement('label');
      const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'plane', value: i, checked: i === selected });
      input.setAttribute('aria-label', name(i));
      input.addEventListener('change', () => select(i));
      const text = document.createElement('span');
      text.setAttribute('aria-hidden', 'true');
      text.textContent = names[i] ?? (i === 0 ? t('plane.in') : i > frame.layers ? t('plane.out') : maskNumber(frame, i));
      label.append(input, text);
      return label;
    }));
  }

  const name = (i) => names[i] ?? (i === 0 ? t('plane.source') : i > frame.layers ? t('plane.detector') : t('plane.mask', { i: maskNumber(frame, i) }));

  function select(i) {
    selected = Math.max(0, Math.min(frame.layers + 1, i));
    const radio = tabs.querySelectorAll('input')[selected];
    if (radio) radio.checked = true;
    draw();
    onSelect(selected);
  }

  function draw() {
    const isMask = selected > 0 && selected <= frame.layers;
    const lets = isMask && frame.amplitude[selected - 1];
    const kinds = isMask ? [...(turns(frame, selected - 1) ? ['phase'] : ['amplitude']), 'light'] : [selected === 0 ? 'lightSource' : 'light'];
    if (!views || views.key !== `${kinds} ${frame.n} ${frame.pitch}`) {
      views = { key: `${kinds} ${frame.n} ${frame.pitch}`, list: kinds.map((k) => view(k)) };
      box.replaceChildren(...views.list.map((v) => v.figure));
    }
    for (const v of views.list) {
      v.values = v.isPhase ? frame.masks[selected - 1] : v.isAmplitude ? lets : frame.planes[selected];
      colour(v.canvas, v.values, v.map, v.isPhase && lets ? lets : undefined);
      v.canvas.setAttribute('aria-label', t('plane.pictureLabel', { what: `${name(selected)}: ${v.title}`, width: format(frame.n * frame.pitch, 'm', 3) }));
    }
    note.textContent = `${t('plane.power', { share: percent(frame.power[selected], 1) })} ${t('plane.hover')}`;
  }

  function view(kind) {
    const isPhase = kind === 'phase', isAmplitude = kind === 'amplitude';
    const map = isPhase ? phase : isAmplitude ? gray : intensity;
    const figure = document.createElement('figure');
    const canvas = Object.assign(document.createElement('canvas'), { className: 'map', width: frame.n, height: frame.n });
    canvas.setAttribute('role', 'img');
    const title = t(`plane.${kind}`);
    const caption = document.createElement('figcaption');
    const bar = Object.assign(document.createElement('canvas'), { className: 'bar', width: 256, height: 1 });
    colour(bar, Uint8Array.from({ length: 256 }, (_, i) => i), map);
    const ends = document.createElement('span');
    ends.className = 'ends';
    ends.append(...(isPhase ? ['0', 'π', '2π'] : isAmplitude ? ['0', '½', t('plane.amplitudeEnd')] : ['0', '√I', t('plane.peak')]).map((x) => Object.assign(document.createElement('span'), { textContent: x })));
    caption.append(title, scale(), bar, ends);
    figure.append(canvas, caption);
    const v = { figure, canvas, isPhase, isAmplitude, map, title, values: null };
    canvas.addEventListener('pointermove', (e) => probe(v, e));
    canvas.addEventListener('pointerleave', draw);
    return v;
  }

  // scale is a bar of a round length under a picture.
  function scale() {
    const wide = frame.n * frame.pitch, p = 10 ** Math.floor(Math.log10(wide / 2));
    const length = [5, 2, 1].find((k) => k * p <= wide / 2) * p;
    const div = document.createElement('span');
    div.className = 'scale';
    const line = document.createElement('i');
    line.style.inlineSize = `${(100 * length) / wide}%`;
    div.append(line, format(length, 'm', 2));
    return div;
  }

  function probe(v, e) {
    const r = v.canvas.getBoundingClientRect();
    const x = Math.floor(((e.clientX - r.left) / r.width) * frame.n), y = Math.floor(((e.clientY - r.top) / r.height) * frame.n);
    if (x < 0 || y < 0 || x >= frame.n || y >= frame.n) return;
    const raw = v.values[y * frame.n + x];
    const value = v.isAmplitude ? t('plane.lets', { share: percent(raw / 255) }) : v.isPhase ? t('plane.radians', { value: number((raw / 256) * 2 * Math.PI) }) : t('plane.intensity', { share: percent((raw / 255) ** 2, 1) });
    const at = (k) => format((k - frame.n / 2) * frame.pitch, 'm', 3);
    note.textContent = t('plane.point', { x: at(x), y: at(frame.n - 1 - y), value });
  }

  return {
    /** Names the planes, from the source on; none for the usual names. The next frame shows them. */
    names(list) {
      renamed ||= `${list}` !== `${names}`;
      names = list;
    },
    show(f) {
      const changed = !frame || renamed || ['layers', 'networks', 'network'].some((k) => frame[k] !== f[k]);
      frame = f;
      renamed = false;
      if (changed) {
        selected = Math.min(selected, f.layers + 1);
        fillTabs();
        onSelect(selected);
      }
      draw();
    },
    select: (i) => { if (frame) select(i); },
    by: (k) => { if (frame) select(selected + k); },
  };
}
