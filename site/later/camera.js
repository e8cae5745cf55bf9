// A camera as the input: its picture, made into one of the network's size as a photo of the
// user is, is shown to the light while it moves, and stays when it is taken. It is asked for
// when somebody presses the button, and nothing of it leaves the page.

import { colour } from '../textures.js';
import { gray } from '../colormaps.js';
import { element } from './parts.js';
import { fromGrey } from './picture.js';
import { w } from './words.js';

const size = 224; // pixels of the camera's picture that the input is made of
const wait = 120; // ms between pictures, at least

const reasons = { NotAllowedError: 'refused', SecurityError: 'refused', NotFoundError: 'none', OverconstrainedError: 'none', NotReadableError: 'busy', AbortError: 'busy' };

/** Adds it below the drawing pad. page.draw(pixels) makes a picture the input, as a drawing is. */
export function startCamera(session, page) {
  const go = element('button', { type: 'button', id: 'camera-go', textContent: w('camera.start') });
  const take = element('button', { type: 'button', className: 'primary', id: 'camera-take', textContent: w('camera.take'), hidden: true });
  const video = element('video', { muted: true, playsInline: true, hidden: true });
  video.setAttribute('aria-label', w('camera.preview'));
  const note = element('p', { className: 'note', id: 'camera-note', textContent: w('camera.how') });
  note.setAttribute('role', 'status');
  const box = element('details', { className: 'ruler camera', id: 'camera' }, element('summary', { textContent: w('camera.title') }), note, element('div', { className: 'row' }, go, take), video);
  document.getElementById('pad-help').after(box);
  const canvas = new OffscreenCanvas(size, size), g = canvas.getContext('2d', { willReadFrequently: true });
  let stream = null, asking = false, timer = 0, pixels = null;

  const say = (key) => { const text = w(`camera.${key}`); if (note.textContent !== text) note.textContent = text; };

  async function start() {
    if (!navigator.mediaDevices?.getUserMedia) return say('insecure');
    asking = true;
    say('asking');
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 640 } }, audio: false });
    } catch (error) {
      return say(reasons[error.name] ?? 'busy');
    } finally {
      asking = false;
    }
    if (!box.open) return stop(); // closed meanwhile
    stream.getVideoTracks()[0].addEventListener('ended', () => { if (stream) { stop(); say('gone'); } });
    video.srcObject = stream;
    video.hidden = take.hidden = false;
    go.textContent = w('camera.stop');
    await video.play().catch(() => {});
    look();
  }

  function stop() {
    clearTimeout(timer);
    stream?.getTracks().forEach((t) => t.stop());
    stream = video.srcObject = pixels = null;
    video.hidden = take.hidden = true;
    go.textContent = w('camera.start');
    say('how');
  }

  // look shows the light what the camera sees now: the middle of its picture.
  async function look() {
    if (!stream) return;
    const began = performance.now(), { videoWidth: vw, videoHeight: vh } = video;
    if (vw && session.ready && session.can('pictures') && !document.hidden) {
      const side = Math.min(vw, vh);
      g.drawImage(video, (vw - side) / 2, (vh - side) / 2, side, side, 0, 0, size, size);
      const { data } = g.getImageData(0, 0, size, size);
      const grey = Float32Array.from({ length: size * size }, (_, i) => 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]);
      try {
        pixels = fromGrey(grey, size, size, '', session.ready);
        const seen = document.getElementById('seen');
        if (seen.width * seen.height === pixels.length) colour(seen, pixels, gray);
        say('on');
        await session.showImage(pixels, false);
      } catch {
        say('blank'); // the same all over: a covered lens, an empty sheet
      }
    }
    if (stream) timer = setTimeout(look, Math.max(20, wait - (performance.now() - began)));
  }

  go.addEventListener('click', () => { if (stream) stop(); else if (!asking) start(); });
  take.addEventListener('click', async () => {
    const taken = pixels;
    stop();
    if (!taken) return say('blank');
    await page.draw(taken);
    say('taken');
    go.focus();
  });
  box.addEventListener('toggle', () => { if (!box.open && stream) stop(); });
  addEventListener('pagehide', () => { if (stream) stop(); });
  const suits = () => {
    box.hidden = Boolean(session.ready) && !session.can('pictures');
    if (box.hidden && stream) stop();
    pixels = null; // of another size, perhaps
  };
  session.on('ready', suits);
  suits();
}
