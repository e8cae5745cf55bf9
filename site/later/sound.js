// Tones, off at first: one whose pitch falls with the loss while a training runs, and one for
// the light under the probe, for those who do not see the picture or look elsewhere.

import { readFrame } from '../frame.js';
import { number } from '../i18n.js';
import { element } from './parts.js';
import { w } from './words.js';

/** Pitch in Hz for a loss beside that at the start of a run: half an octave lower where it is halved. */
export const lossTone = (loss, first) => 660 * Math.min(2, Math.max(1 / 6, Math.sqrt(loss / first))) || 660;

/** Pitch in Hz for an amplitude of light, 0 to 1: three octaves from the dark to the brightest place. */
export const lightTone = (amplitude) => 220 * 8 ** amplitude;

const loud = 0.1, glide = 0.03, lasts = 400; // of full scale; s; ms that a touch of the probe is heard

/** A sine that goes on until it is quiet. */
class Tone {
  start() {
    if (this.context) return this.context.resume();
    this.context = new AudioContext();
    this.wave = this.context.createOscillator();
    this.gain = this.context.createGain();
    this.gain.gain.value = 0;
    this.wave.connect(this.gain).connect(this.context.destination);
    this.wave.start();
    return this.context.resume();
  }

  sound(hz, volume = loud) {
    if (!this.context) return;
    this.wave.frequency.setTargetAtTime(hz, this.context.currentTime, glide);
    this.gain.gain.setTargetAtTime(volume, this.context.currentTime, glide);
  }

  quiet() { this.sound(this.wave?.frequency.value, 0); }
}

/** Adds them below the learning curve. */
export function startSound(session) {
  if (!globalThis.AudioContext) return;
  const check = (id, key) => { const input = element('input', { type: 'checkbox', id }); return { input, label: element('label', { className: 'sound' }, input, element('span', { textContent: w(key) })) }; };
  const ofLoss = check('sound-loss', 'sound.loss'), ofLight = check('sound-light', 'sound.light');
  const box = element('details', { className: 'ruler', id: 'sound' }, element('summary', { textContent: w('sound.title') }), element('p', { className: 'note', textContent: w('sound.how') }), ofLoss.label, ofLight.label);
  document.querySelector('.curves').append(box);
  const loss = new Tone(), light = new Tone();
  const told = (hz) => { box.dataset.hz = number(hz, 4); };
  for (const [{ input }, tone] of [[ofLoss, loss], [ofLight, light]]) {
    input.addEventListener('change', () => {
      if (input.checked) tone.start().catch((error) => session.fail(error));
      else tone.quiet();
    });
  }

  session.on('metrics', () => {
    if (!ofLoss.input.checked || !session.running) return;
    const { points } = session, mean = (list) => list.reduce((sum, p) => sum + p.loss, 0) / list.length;
    const hz = lossTone(mean(points.slice(-10)), mean(points.slice(0, 3)));
    loss.sound(hz);
    told(hz);
  });
  session.on('run', (running) => { if (!running) loss.quiet(); });
  session.on('gone', () => loss.quiet());

  let frame = null, timer = 0;
  session.on('frame', ({ bytes }) => { if (ofLight.input.checked) frame = readFrame(bytes.slice()); });
  ofLight.input.addEventListener('change', () => { if (ofLight.input.checked) session.showAgain().catch((error) => session.fail(error)); });
  // probe is heard at sample (i, j) of the plane that is shown close up.
  function probe(i, j) {
    const plane = frame?.planes[Number(document.querySelector('#plane-tabs input:checked')?.value)];
    if (!ofLight.input.checked || !plane?.intensity) return;
    const amplitude = plane.intensity[Math.min(plane.ny - 1, Math.max(0, j)) * plane.nx + Math.min(plane.nx - 1, Math.max(0, i))] / 255, hz = lightTone(amplitude);
    light.sound(hz, loud * Math.sqrt(amplitude));
    told(hz);
    clearTimeout(timer);
    timer = setTimeout(() => light.quiet(), lasts);
  }
  document.getElementById('plane-pictures').addEventListener('pointermove', (e) => {
    const map = e.target;
    if (!map.matches('canvas.map')) return;
    const r = map.getBoundingClientRect();
    probe(Math.floor(((e.clientX - r.left) / r.width) * map.width), Math.floor(((e.clientY - r.top) / r.height) * map.height));
  });
  // By keys: point A of the ruler.
  document.getElementById('ruler')?.addEventListener('input', () => probe(...['ax', 'ay'].map((k) => Math.round(Number(document.getElementById(`ruler-${k}`).value)) || 0)));
}
