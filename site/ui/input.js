// The picture that the light gets: drawn, chosen from the test images, or from a file.

import { gray } from '../colormaps.js';
import { rasterise } from '../digit.js';
import { t } from '../i18n.js';
import { colour } from '../textures.js';
import { startPad } from './pad.js';
import { picture, startSamples } from './samples.js';

const $ = (id) => document.getElementById(id);

/** Starts it; link() is called when what is chosen belongs into the address. */
export function startInput(session, link) {
  // grey draws pixels of the size of the pictures here.
  function grey(canvas, pixels) {
    const { width, height } = session.ready;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    return colour(canvas, pixels, gray);
  }
  const seen = (pixels) => grey($('seen'), pixels);
  const drawn = (strokes, fresh) => {
    if (!session.can('pictures')) return; // the engine is not there yet: its first reply draws
    const pixels = rasterise(strokes, session.ready);
    seen(pixels);
    samples.mark(-1);
    session.showImage(pixels, fresh);
    if (fresh) link();
  };
  const pad = startPad(drawn);
  const samples = startSamples((i) => { session.showSample(i); link(); });
  function markPixels(pixels, strokes) {
    if (strokes?.length) pad.draw(strokes);
    else pad.ghost(grey(document.createElement('canvas'), pixels));
    samples.mark(-1);
    seen(pixels);
  }
  session.on('resumed', (s) => { if (s.input && s.sample === null && session.fits(s.input)) markPixels(s.input, s.drawing); });
  session.on('ready', () => {
    if (!session.can('pictures')) return;
    const { width, height } = session.ready;
    $('seen').setAttribute('aria-label', t('pad.seenLabel', { width, height }));
    $('seen-size').textContent = t('pad.seen', { width, height });
    if (pad.strokes().length) drawn(pad.strokes(), false); // in pixels of this size
  });
  session.on('data', (r) => { if (r.role === 'test') samples.fill(session.test, session.ready.classes); });
  session.on('sample', (r) => {
    if (r.index !== session.sample) return; // chosen before what is chosen or drawn now, whose answer comes
    if (r.pixels) {
      seen(r.pixels);
      pad.ghost(picture(session.test, r.index));
    }
    samples.mark(r.index);
  });
  return {
    /** The strokes of the drawing. */
    strokes: pad.strokes,
    /** Draws strokes in place of what is drawn, as if by hand. */
    draw(strokes) { pad.draw(strokes); drawn(strokes, true); },
    /** Shows grey values as the input. */
    async showPixels(pixels) {
      markPixels(pixels);
      await session.showImage(pixels, true);
      link();
    },
  };
}
