// Which view of the bench is on the stage: the simple one, until the lab has
// loaded, and whenever the lab cannot run or is not wanted.

import { intensity, phase } from '../colormaps.js';
import { number, t } from '../i18n.js';
import { colour } from '../textures.js';
import { alarm } from './say.js';
import { recall, remember } from './recall.js';

/**
 * @param {ReturnType<import('../bench.js').startBench>} bench the simple view
 * @param {{onSelect: (plane: number) => void, onBusy: (text: string) => void}} handlers
 */
export function startView(bench, { onSelect, onBusy }) {
  const stage = document.getElementById('stage'), canvas = document.getElementById('bench');
  bench.options({ onSelect });
  const turn = document.getElementById('turn'), legend = document.getElementById('legend');
  const radios = [...document.querySelectorAll('input[name="view"]')];
  const asked = new URLSearchParams(location.search).get('view') ?? recall('view');
  let wanted = asked ?? (navigator.connection?.saveData ? 'simple' : 'lab');
  let lab = null, loading = false, usable = false;
  let bytes = null, options = {}, text = '';
  const slow = Object.assign(document.createElement('p'), { className: 'note', hidden: true });
  radios[0].closest('.field').append(slow);

  const show = () => {
    for (const r of radios) r.checked = r.value === wanted;
    canvas.hidden = Boolean(lab);
    turn.hidden = !lab;
    legend.hidden = Boolean(lab);
  };
  for (const r of radios) {
    r.addEventListener('change', () => {
      wanted = r.value;
      remember('view', wanted);
      slow.hidden = true;
      if (wanted === 'lab') load();
      else drop();
      show();
    });
  }

  for (const [id, map, label] of [['legend-phase', phase, 'legend.phaseLabel'], ['legend-light', intensity, 'legend.lightLabel']]) {
    const bar = document.getElementById(id);
    colour(bar, Uint8Array.from({ length: 256 }, (_, i) => i), map);
    bar.setAttribute('aria-label', t(label));
  }

  function drop() {
    lab?.stop();
    lab = null;
    if (bytes) bench.frame(bytes);
  }

  // measure finds whether the graphics of this computer are enough for the lab, if nobody asked for that.
  async function measure() {
    if (wanted !== 'lab') return;
    const [graphics, { w }] = await Promise.all([import('../later/graphics.js'), import('../later/words.js')]);
    const { can, rate, enough } = await graphics.measure(stage);
    for (const r of radios) r.disabled = r.value === 'lab' && !can;
    if (wanted !== 'lab') return;
    if (can && (enough || asked)) return load();
    wanted = 'simple';
    slow.textContent = can ? w('graphics.slow', { n: number(rate, 2) }) : '';
    slow.hidden = !can;
    show();
  }

  async function load() {
    if (!usable || lab || loading || wanted !== 'lab') return;
    loading = true;
    onBusy(t('busy.lab'));
    try {
      const { startLab } = await import('../lab.js');
      const started = await startLab(stage, {
        wasmURL: new URL('../lab.wasm', import.meta.url).href,
        execURL: new URL('../wasm_exec.js', import.meta.url).href,
        label: text, onError: failed, onSelect,
      });
      if (wanted !== 'lab') { started.stop(); return; }
      lab = started;
      lab.options({ ...options, colours: 'sequential' });
      if (bytes) lab.frame(bytes);
      interact(false);
    } catch (error) {
      failed(error);
    } finally {
      loading = false;
      onBusy('');
      show();
    }
  }

  function failed(error) {
    if (error) lab = null; // it has cleaned up after itself
    drop();
    wanted = 'simple';
    show();
    alarm(t('wrong.lab', { text: error?.message ?? error }), radios[0].disabled ? null : { label: t('wrong.retry'), run: () => radios[0].click() });
  }

  // Turning the bench takes the wheel and the finger from scrolling the page.
  function interact(on) {
    turn.setAttribute('aria-pressed', on);
    lab?.interact(on);
  }
  turn.title = t('view.turnHelp');
  turn.addEventListener('click', () => interact(turn.getAttribute('aria-pressed') !== 'true'));

  function describe(words) {
    text = words;
    canvas.setAttribute('aria-label', words);
    lab?.label(words);
  }

  show();
  return {
    /** Shows a frame; the bytes stay with the caller. */
    frame(b, fresh) {
      bytes = b;
      if (lab) lab.frame(b);
      else bench.frame(b, fresh);
    },
    options(o) { options = { ...options, ...o }; bench.options(o); lab?.options(o); },
    /** Marks a plane in the simple view. The lab marks what is chosen in it. */
    select: (i) => bench.select(i),
    describe,
    /** The bench as a PNG, as the simple view draws it: WebGL keeps no picture. */
    picture: () => bench.picture(bytes, stage.clientWidth, stage.clientHeight),
    /** The page can be used: the lab may load now. */
    ready() {
      usable = true;
      setTimeout(() => (window.requestIdleCallback ?? setTimeout)(() => measure().catch(failed)), asked ? 0 : 3000); // the first seconds are for who has come
    },
  };
}
