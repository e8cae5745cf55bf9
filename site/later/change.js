// What a small change of the input does to the answer: the page asks for the same picture, moved by
// one pixel each way, while the explanation of the answer is open and nothing trains.

import { readFrame } from '../frame.js';
import { share } from '../i18n.js';
import { element } from './parts.js';
import { w } from './words.js';

const ways = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
const patience = 0.5; // s that a picture may take, for this to be told

/** Values of a picture, width x height, moved by [dx, dy] pixels; dark comes in from outside. */
export function moved(pixels, width, height, [dx, dy]) {
  const out = new Uint8Array(pixels.length);
  for (let y = Math.max(0, dy); y < Math.min(height, height + dy); y++) {
    for (let x = Math.max(0, dx); x < Math.min(width, width + dx); x++) out[y * width + x] = pixels[(y - dy) * width + x - dx];
  }
  return out;
}

/** Starts to tell it, below the explanation. */
export function startChange(session) {
  const why = document.getElementById('verdict-why'), line = element('p', { className: 'verdict-why', id: 'verdict-change', hidden: true });
  why.after(line);
  let frames = 0, timer = 0;
  const open = () => !why.hidden && !session.running && session.can('pictures') && session.ready.classes?.length && session.input && !(session.guess?.look > patience);

  async function tell() {
    if (!open()) return;
    const { input, network, active } = session, { width, height, classes } = session.ready, before = frames;
    const look = (message) => active.ask({ ...message, network });
    const pixels = input.pixels ?? (await look(input)).find((r) => r.kind === 'sample')?.pixels;
    if (!pixels) return;
    const said = {};
    for (const [way, by] of Object.entries(ways)) {
      const frame = (await look({ op: 'image', pixels: moved(pixels, width, height, by), label: -1 })).find((r) => r.kind === 'frame');
      const { predicted, scores } = readFrame(frame.bytes);
      said[way] = predicted < 0 ? '–' : `${classes[predicted] ?? predicted} (${share(scores[predicted])})`;
    }
    if (frames !== before || session.input !== input) return session.showAgain(); // something else was shown, or is wanted
    await look(input); // as it was
    line.textContent = w('change.moved', said);
    line.hidden = why.hidden;
  }

  const ask = () => {
    line.hidden = true;
    clearTimeout(timer);
    if (open()) timer = setTimeout(() => session.alone(tell).catch((error) => session.fail(error)), 300);
  };
  session.on('frame', () => { frames++; ask(); });
  session.on('run', ask);
  new MutationObserver(ask).observe(why, { attributeFilter: ['hidden'] });
  ask();
}
