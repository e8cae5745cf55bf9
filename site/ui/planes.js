// One plane of the bench close up: its mask, the light on it, and their values.

import { gray, intensity, phase } from '../colormaps.js';
import { colour } from '../textures.js';
import { changes, turns, width } from '../frame.js';
import { engineSays, number, percent, sentences, t } from '../i18n.js';
import { format } from '../units.js';

/** @param {{onSelect: (plane: number) => void, onNetwork: (network: number) => void}} handlers */
export function startPlanes({ onSelect, onNetwork }) {
  const tabs = document.getElementById('plane-tabs'), box = document.getElementById('plane-pictures');
  const note = document.getElementById('plane-note');
  let frame = null, plane = null, selected = 1, views = null, names = [], renamed = false;

  const networks = document.createElement('select');
  networks.setAttribute('aria-label', t('plane.networks'));
  networks.addEventListener('change', () => onNetwork(networks.selectedIndex));
  tabs.before(networks);

  function fillTabs() {
    networks.replaceChildren(...Array.from({ length: frame.networks }, (_, k) => new Option(t('plane.network', { i: k + 1 }))));
    networks.selectedIndex = frame.network;
    networks.hidden = frame.networks < 2;
    tabs.replaceChildren(...frame.planes.map(({ kind }, i) => {
      const label = document.createElement('label');
      const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'plane', value: i, checked: i === selected });
      input.setAttribute('aria-label', name(i));
      input.addEventListener('change', () => select(i));
      const text = document.createElement('span');
      text.setAttribute('aria-hidden', 'true');
      text.textContent = names[i] ?? (kind === 'source' ? t('plane.in') : kind === 'detector' ? t('plane.out') : engineSays(frame.planes[i].name));
      label.append(input, text);
      return label;
    }));
  }

  const name = (i) => {
    const p = frame.planes[i];
    return names[i] ?? (p.kind === 'source' ? t('plane.source') : p.kind === 'detector' ? t('plane.detector') : p.kind === 'mask' ? t('plane.mask', { i: p.name }) : engineSays(p.name));
  };

  function select(i) {
    selected = Math.max(0, Math.min(frame.planes.length - 1, i));
    const radio = tabs.querySelectorAll('input')[selected];
    if (radio) radio.checked = true;
    draw();
    onSelect(selected);
  }

  function draw() {
    plane = frame.planes[selected];
    const lets = plane.amplitude;
    const kinds = changes(plane) ? [turns(plane) ? plane.kind === 'mask' ? 'phase' : 'added' : 'amplitude', ...(plane.intensity ? ['light'] : [])] : [plane.kind === 'relay' ? 'values' : selected === 0 ? 'lightSource' : 'light'];
    const key = `${kinds} ${plane.nx} ${plane.ny} ${plane.pitch}`;
    if (views?.key !== key) {
      views = { key, list: kinds.map((k) => view(k)) };
      box.replaceChildren(...views.list.map((v) => v.figure));
    }
    for (const v of views.list) {
      v.values = v.isPhase ? plane.phase : v.isAmplitude ? lets : plane.intensity ?? new Uint8Array(plane.nx * plane.ny);
      colour(v.canvas, v.values, v.map, v.isPhase && lets ? lets : undefined);
      v.canvas.setAttribute('aria-label', t('plane.pictureLabel', { what: `${name(selected)}: ${v.title}`, width: format(width(plane), 'm', 3) }));
    }
    note.textContent = sentences(plane.kind !== 'relay' && (plane.power > 0 || selected === 0) && t('plane.power', { share: percent(plane.power, 1) }), lets && turns(plane) && t('plane.dim'), t('plane.hover'));
  }

  function view(kind) {
    const isPhase = kind === 'phase' || kind === 'added', isAmplitude = kind === 'amplitude';
    const map = isPhase ? phase : isAmplitude ? gray : intensity;
    const figure = document.createElement('figure');
    const canvas = Object.assign(document.createElement('canvas'), { className: 'map', width: plane.nx, height: plane.ny });
    canvas.setAttribute('role', 'img');
    const title = t(`plane.${kind}`);
    const caption = document.createElement('figcaption');
    const bar = Object.assign(document.createElement('canvas'), { className: 'bar', width: 256, height: 1 });
    colour(bar, Uint8Array.from({ length: 256 }, (_, i) => i), map);
    const ends = document.createElement('span');
    ends.className = 'ends';
    ends.append(...(isPhase ? ['0', 'π', '2π'] : isAmplitude ? ['0', '½', t('plane.amplitudeEnd')] : ['0', kind === 'values' ? '' : '√I', t('plane.peak')]).map((x) => Object.assign(document.createElement('span'), { textContent: x })));
    caption.append(title, ...(kind === 'values' ? [] : [scale()]), bar, ends);
    figure.append(canvas, caption);
    const v = { figure, canvas, isPhase, isAmplitude, map, title, values: null };
    canvas.addEventListener('pointermove', (e) => probe(v, e));
    canvas.addEventListener('pointerleave', draw);
    return v;
  }

  // scale is a bar of a round length under a picture.
  function scale() {
    const wide = width(plane), p = 10 ** Math.floor(Math.log10(wide / 2));
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
    const x = Math.floor(((e.clientX - r.left) / r.width) * plane.nx), y = Math.floor(((e.clientY - r.top) / r.height) * plane.ny);
    if (x < 0 || y < 0 || x >= plane.nx || y >= plane.ny) return;
    const raw = v.values[y * plane.nx + x];
    const value = v.isAmplitude ? t('plane.lets', { share: percent(raw / 255) }) : v.isPhase ? t('plane.radians', { value: number((raw / 256) * 2 * Math.PI) }) : t('plane.intensity', { share: percent((raw / 255) ** 2, 1) });
    const at = (k, n) => format((k - n / 2) * plane.pitch, 'm', 3);
    note.textContent = t('plane.point', { x: at(x, plane.nx), y: at(plane.ny - y, plane.ny), value });
  }

  return {
    /** Names the planes, from the source on; none for the usual names. The next frame shows them. */
    names(list) {
      renamed ||= `${list}` !== `${names}`;
      names = list;
    },
    show(f) {
      const changed = !frame || renamed || frame.planes.length !== f.planes.length || ['networks', 'network'].some((k) => frame[k] !== f[k]);
      frame = f;
      renamed = false;
      if (changed) {
        selected = Math.min(selected, f.planes.length - 1);
        fillTabs();
        onSelect(selected);
      }
      draw();
    },
    select: (i) => { if (frame) select(i); },
    by: (k) => { if (frame) select(selected + k); },
  };
}
