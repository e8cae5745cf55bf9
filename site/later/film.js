// A film of what the bench shows, a training above all: a video by the browser's own
// encoder, or a GIF. It shows the view that is on the stage, the lab's or the simple one, with
// the step, loss and accuracy below.

import { startBench } from '../bench.js';
import { readFrame } from '../frame.js';
import { engineSays, engineText, number, percent, share, t } from '../i18n.js';
import { element } from './parts.js';
import { save } from './save.js';
import { w } from './words.js';

// What a film may be: CSS pixels across, pictures a second, and where it ends by itself.
const kinds = {
  video: { width: 960, rate: 25, bytes: 64e6, seconds: 600 },
  gif: { width: 560, rate: 8, bytes: 16e6, frames: 400 },
};
const video = () => ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'].find((type) => globalThis.MediaRecorder?.isTypeSupported(type));

/** How tall a picture of the bench is, and its line of words. Encoders want even numbers. */
const tall = (width, shape) => 2 * Math.round((width * shape) / 2), line = (width) => 2 * Math.round(width * 0.02 + 8);
const simple = 0.56; // height over width of the simple view

/**
 * The lab's picture, while it is on the stage: WebGL keeps none, so it is had as a moving one. at() is the lab's
 * canvas or null, and now() the element to draw, null until there is something on it.
 */
function startLabPicture() {
  let canvas = null, video = null;
  const at = () => document.querySelector('#stage canvas:not(#bench)');
  const end = () => video?.srcObject.getTracks().forEach((track) => track.stop());
  function follow() {
    const found = at();
    if (found === canvas) return;
    end();
    canvas = found;
    video = canvas?.captureStream ? element('video', { muted: true, playsInline: true, srcObject: canvas.captureStream() }) : null;
    video?.play().catch(() => {}); // it shows its picture all the same, or never has one
  }
  follow();
  return { at, now() { follow(); return video?.readyState >= 2 ? video : null; }, stop: end };
}

/** Draws frames of the bench on a canvas of this width. */
export function startDrawing(session, width) {
  const lab = startLabPicture(), box = lab.at();
  const high = tall(width, box ? Math.min(1.4, Math.max(0.3, box.clientHeight / box.clientWidth)) : simple);
  const canvas = element('canvas', { width, height: high + line(width) }), g = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  const source = element('canvas'), bench = startBench(source);
  const words = Object.fromEntries(['source', 'mask', 'detector', 'lens', 'camera', 'relay', 'gap', 'width', 'phase', 'light', 'peak', 'power', 'reads', 'correct', 'truth', 'waiting', 'pixelsOf', 'brightness'].map((k) => [k, t(`stage.${k}`)]));
  const name = ({ name: n }) => (words[n] ?? engineSays(n));
  return {
    canvas,
    draw(bytes) {
      const moving = lab.now();
      g.fillStyle = '#0a0d13';
      g.fillRect(0, 0, canvas.width, canvas.height);
      if (moving) {
        const scale = Math.min(width / moving.videoWidth, high / moving.videoHeight), [w0, h0] = [moving.videoWidth * scale, moving.videoHeight * scale];
        g.drawImage(moving, (width - w0) / 2, (high - h0) / 2, w0, h0);
      } else {
        const { planes } = readFrame(bytes);
        bench.options({ words, share, classes: session.ready.classes ?? [], planes: planes.some((p) => p.kind === 'mask') ? [] : planes.map(name) });
        bench.picture(bytes, width, high);
        g.drawImage(source, 0, 0, width, high);
      }
      const p = session.points.at(-1), edge = line(width) / 2, told = session.ready?.tells?.map(engineSays) ?? [t('n.loss'), t('n.accuracy')];
      g.textBaseline = 'middle';
      g.fillStyle = '#93a0af';
      const title = engineText(`preset.${session.preset}`, session.presets.find((x) => x.id === session.preset)?.title ?? '');
      const says = [title, p && `${t('n.step')} ${number(p.step, 9)}`, p && !p.measure && `${told[0]} ${number(p.loss)}`, p && !p.measure && `${told[1]} ${percent(p.accuracy)}`].filter(Boolean).join('  ·  ');
      const font = (px) => { g.font = `${px}px system-ui, sans-serif`; return px; }, px = font(line(width) * 0.5);
      font(px * Math.min(1, (width - 2 * edge) / g.measureText(says).width)); // long names are set smaller
      g.fillText(says, edge, high + edge);
    },
    stop() { bench.stop(); lab.stop(); },
  };
}

/** A video of a canvas: add() after each picture, and end(), which gives the file. */
function recordVideo(canvas, { rate }) {
  const type = video(), parts = [], recorder = new MediaRecorder(canvas.captureStream(rate), { mimeType: type, videoBitsPerSecond: 5e6 });
  let bytes = 0;
  recorder.ondataavailable = ({ data }) => { parts.push(data); bytes += data.size; };
  recorder.start(1000);
  return {
    add() {}, size: () => bytes, ready: () => true,
    end: () => new Promise((done) => {
      recorder.onstop = () => done({ blob: new Blob(parts, { type }), ending: type.startsWith('video/webm') ? 'webm' : 'mp4' });
      recorder.stop();
      recorder.stream.getTracks().forEach((track) => track.stop());
    }),
  };
}

/** A GIF of a canvas, in the same form. A picture lasts until the next one, at most a second. */
function recordGIF(canvas, onFail) {
  const worker = new Worker(new URL('./gif.js', import.meta.url), { type: 'module' });
  const { width, height } = canvas;
  let bytes = 0, under = 0, held = null, finished = null;
  worker.onmessage = ({ data }) => {
    if (data.file) return finished(new Blob([data.file], { type: 'image/gif' }));
    under--;
    bytes = data.bytes;
  };
  worker.onerror = (e) => { e.preventDefault(); onFail(new Error(e.message || 'site/later/gif.js did not load')); };
  const send = (delay) => {
    under++;
    worker.postMessage({ frame: held.pixels, width, height, delay }, [held.pixels.buffer]);
  };
  return {
    add() {
      const now = performance.now();
      if (held) send(Math.max(20, Math.min(1000, now - held.at)));
      held = { at: now, pixels: canvas.getContext('2d').getImageData(0, 0, width, height).data };
    },
    size: () => bytes,
    ready: () => under < 3, // it takes what it can, and leaves the training its time
    async end() {
      if (held) send(1500);
      const file = new Promise((done) => { finished = done; });
      worker.postMessage({ end: true });
      return { blob: await file.finally(() => worker.terminate()), ending: 'gif' };
    },
    stop: () => worker.terminate(),
  };
}

/** Adds it to what can be taken away. */
export function startFilm(session) {
  const choice = element('select', { id: 'film-kind' }, ...(video() ? [new Option(w('film.video'), 'video')] : []), new Option('GIF', 'gif'));
  choice.setAttribute('aria-label', w('film.kind'));
  const button = element('button', { type: 'button', id: 'film-go', textContent: w('film.start') });
  const note = element('p', { className: 'note', id: 'film-note', textContent: w('film.how') });
  note.setAttribute('role', 'status');
  const box = element('details', { className: 'film', id: 'film' }, element('summary', { textContent: w('film.title') }), element('div', { className: 'class-link-body' }, element('div', { className: 'row' }, choice, button), note));
  document.querySelector('.take .buttons').after(box);
  let film = null;

  function begin() {
    const kind = kinds[choice.value], drawing = startDrawing(session, kind.width);
    const failed = (error) => { stop(false); session.fail(error); };
    film = { kind, drawing, frames: 0, since: performance.now(), next: 0, late: 0 };
    film.recording = choice.value === 'gif' ? recordGIF(drawing.canvas, failed) : recordVideo(drawing.canvas, kind);
    choice.disabled = true;
    button.textContent = w('film.stop');
    note.textContent = w('film.on', { frames: 0, seconds: 0 });
    session.show({ op: 'frame' });
  }

  function take(bytes) {
    if (!film || performance.now() < film.next || !film.recording.ready()) return;
    const { kind, drawing, recording } = film, seconds = (performance.now() - film.since) / 1000;
    film.next = performance.now() + 1000 / kind.rate;
    drawing.draw(bytes);
    recording.add();
    note.textContent = w('film.on', { frames: number(++film.frames, 6), seconds: number(Math.round(seconds), 6) });
    note.dataset.frames = film.frames;
    if (recording.size() > kind.bytes || film.frames >= (kind.frames ?? Infinity) || seconds > (kind.seconds ?? Infinity)) stop(true, 'film.full');
  }

  async function stop(keep, why = 'film.saved') {
    const { recording, drawing, frames } = film;
    film = null; // nothing is added any more
    drawing.stop();
    button.textContent = w('film.start');
    choice.disabled = false;
    if (!keep || !frames) { recording.stop?.(); note.textContent = w('film.how'); return; }
    button.disabled = true;
    note.textContent = w('film.making');
    const { blob, ending } = await recording.end();
    button.disabled = false;
    const name = `${session.preset}-training.${ending}`;
    save(name, blob, blob.type);
    note.textContent = w(why, { name, frames: number(frames, 6), size: number(blob.size / 1e6, 2) });
  }
  const ending = (why) => stop(true, why).catch((error) => session.fail(error));

  button.addEventListener('click', () => {
    try {
      if (film) ending();
      else begin();
    } catch (error) {
      film = null;
      session.fail(error);
    }
  });
  session.on('frame', ({ bytes }) => take(bytes));
  session.on('done', () => { if (film) setTimeout(() => film && ending(), 400); }); // with what came out
  session.on('gone', () => { if (film) ending(); });
}
