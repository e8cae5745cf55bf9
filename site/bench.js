// The simple view of the bench: a 2-D canvas with the same scene as the lab.
// Light runs from the source through the masks to the detector; the ribbon
// between two planes is the x-z slice of its intensity.

import { answers, changes, onCard, readFrame, width as wide } from './frame.js';
import { layout, places, planeAt } from './scene.js';
import { paintTextures, same } from './textures.js';
import { format } from './units.js';

const ink = '#dfe7ef', dim = '#93a0af', beam = '#54e8a4';
const revealTime = 700; // ms that the light takes through the bench after a new input

/**
 * Starts the view on a canvas. It draws only when something changed.
 * @param {HTMLCanvasElement} canvas
 */
export function startBench(canvas) {
  const g = canvas.getContext('2d');
  const opts = { onSelect: null, classes: [], planes: [], words: {}, reducedMotion: false, projector: false, share: (x) => `${Math.round(100 * x)}%` };
  let frame = null, textures = null, selected = -1, scene = null, names = [];
  let scores = [], revealFrom = -1e9, asked = 0, stopped = false;
  let box = null; // its size in CSS pixels, as it was laid out last
  let came = null; // how far the light had come in what is drawn; null when that has changed since
  let drawnAt = 0, gap = 0; // ms: the last draw, and the time that slow computers leave between two

  const scale = () => (opts.projector ? 1.375 : 1), small = () => `${12 * scale()}px system-ui, sans-serif`;
  const next = () => { asked ||= requestAnimationFrame(draw); };
  const ask = () => { came = null; next(); };

  function draw(now) {
    asked = 0;
    if (stopped || !frame || !box?.width || !box.height) return;
    if (came !== null && now < drawnAt + gap) return next();
    const late = now - drawnAt;
    if (late < 500) gap = late - gap > 25 ? Math.min(120, 2 * (late - gap)) : gap / 2;
    drawnAt = now;
    render(box, opts.reducedMotion ? 2 : Math.max(0, now - revealFrom) / revealTime);
  }

  // render draws at a size in CSS pixels; front tells how far the light has come. Where the
  // light alone goes on, what it reaches is drawn, and the bars; and all in the end, as lines that
  // a rectangle cuts are smoothed a little differently.
  function render({ width, height }, front) {
    const w = Math.round(width * ratio()), h = Math.round(height * ratio());
    if (canvas.width !== w || canvas.height !== h) came = null;
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    const before = came, goes = ease(answers(frame).all) || front < 1.3;
    came = Math.min(front, 2);
    if (before === null || !goes) {
      names = frame.planes.map(({ kind, name }, i) => opts.planes[i] ?? ((kind !== 'mask' && opts.words[kind]) || name));
      g.font = small();
      scene = layout(width, height, places(frame.planes.map((p) => p.z)), answers(frame).all.length, scale(), names.map((n) => g.measureText(n).width));
      within([0, 0, width, height]);
    } else {
      const lit = reached(before);
      if (lit) within(lit);
      within([scene.bars.x - 4, 0, width, height]);
    }
    if (goes) next();
  }

  // reached is a rectangle around what the light changed since it had come as far as before.
  function reached(before) {
    const gaps = frame.planes.length - 1, from = Math.max(0, Math.floor(before * gaps - 1e-9)), to = Math.min(gaps, Math.ceil(came * gaps));
    if (before >= 1) return null;
    const x = [], y = [];
    for (let i = from; i <= to; i++) {
      const { o, u, v } = scene.card(i);
      for (const [a, b] of [[0, 0], [1, 0], [0, 1], [1, 1]]) { x.push(o[0] + a * u[0] + b * v[0]); y.push(o[1] + a * u[1] + b * v[1]); }
    }
    return [Math.min(...x) - 3, Math.min(...y) - 3, Math.max(...x) + 3, Math.max(...y) + 3];
  }

  // within draws what lies in a rectangle, to whole pixels of the canvas.
  function within(rect) {
    const r = ratio(), [x0, y0, x1, y1] = rect.map((v, i) => (i < 2 ? Math.floor(v * r) : Math.ceil(v * r)) / r);
    g.setTransform(r, 0, 0, r, 0, 0);
    g.save();
    g.beginPath();
    g.rect(x0, y0, x1 - x0, y1 - y0);
    g.clip();
    g.clearRect(x0, y0, x1 - x0, y1 - y0);
    paint(came);
    g.restore();
  }

  function ease(target) {
    if (opts.reducedMotion || scores.length !== target.length) { scores = Array.from(target); return false; }
    let moving = false;
    scores = scores.map((s, i) => {
      const next = s + (target[i] - s) * 0.25;
      if (Math.abs(target[i] - next) < 0.002) return target[i];
      moving = true;
      return next;
    });
    return moving;
  }

  function paint(front) {
    const gaps = frame.planes.length - 1;
    axis();
    for (const i of scene.order) {
      if (i < gaps && scene.ribbonFirst) ribbon(i, front * gaps - i);
      card(i, Math.max(0, Math.min(1, front * gaps - i + 1)));
      if (i < gaps && !scene.ribbonFirst) ribbon(i, front * gaps - i);
    }
    labels();
    bars();
  }

  // place maps the unit square of a plane, u along x and v along y, to the screen.
  function place(o, u, v) {
    const r = ratio();
    g.setTransform(r * u[0], r * u[1], r * v[0], r * v[1], r * o[0], r * o[1]);
  }
  const unplace = () => g.setTransform(ratio(), 0, 0, ratio(), 0, 0);

  function axis() {
    const a = scene.middle(0, -0.25), b = scene.middle(frame.planes.length - 1, 0);
    g.strokeStyle = '#26303c';
    g.lineWidth = 1;
    g.setLineDash([2, 5]);
    g.beginPath(); g.moveTo(...a); g.lineTo(...b); g.stroke();
    g.setLineDash([]);
  }

  function ribbon(i, share) {
    const part = Math.max(0, Math.min(1, share));
    if (part === 0) return;
    const t = textures.ribbons[i];
    if (!t) return;
    const [o, u, z] = scene.ribbon(i);
    g.globalCompositeOperation = 'lighter';
    place(o, z, u); // the texture has depth along its x
    g.imageSmoothingEnabled = true;
    g.drawImage(t, 0, 0, t.width * part, t.height, 0, 0, part, 1);
    unplace();
    g.globalCompositeOperation = 'source-over';
  }

  function card(i, lit) {
    const { o, u, v } = scene.card(i);
    const chosen = i === selected;
    place(o, u, v);
    const plane = frame.planes[i], isMask = changes(plane), [x0, y0, x1, y1] = onCard(plane);
    g.fillStyle = isMask ? 'rgb(10 14 20 / 55%)' : 'rgb(12 17 24 / 78%)';
    g.fillRect(0, 0, 1, 1);
    g.imageSmoothingEnabled = true;
    if (isMask) {
      g.globalAlpha = 0.42;
      g.drawImage(textures.masks[i], x0, y0, x1 - x0, y1 - y0);
    }
    g.globalAlpha = lit;
    g.globalCompositeOperation = 'lighter';
    g.drawImage(isMask ? textures.lit[i] : textures.planes[i], x0, y0, x1 - x0, y1 - y0);
    g.globalCompositeOperation = 'source-over';
    g.globalAlpha = 1;
    unplace();
    regions(plane, o, u, v, lit);
    outline(o, u, v);
    g.strokeStyle = chosen ? beam : isMask ? 'rgb(190 205 220 / 45%)' : 'rgb(190 205 220 / 70%)';
    g.lineWidth = chosen ? 2 : 1;
    g.stroke();
  }

  function outline(o, u, v, x0 = 0, y0 = 0, x1 = 1, y1 = 1) {
    const at = (x, y) => [o[0] + x * u[0] + y * v[0], o[1] + x * u[1] + y * v[1]];
    g.beginPath();
    g.moveTo(...at(x0, y0)); g.lineTo(...at(x1, y0)); g.lineTo(...at(x1, y1)); g.lineTo(...at(x0, y1));
    g.closePath();
  }

  function regions(plane, o, u, v, lit) {
    const n = Math.max(plane.nx, plane.ny), [x0, y0] = onCard(plane);
    plane.regions.forEach((r) => {
      const best = r.class === frame.predicted && lit > 0.9;
      outline(o, u, v, x0 + r.x0 / n, y0 + r.y0 / n, x0 + r.x1 / n, y0 + r.y1 / n);
      g.strokeStyle = best ? beam : 'rgb(223 231 239 / 55%)';
      g.lineWidth = best ? 2 : 1;
      g.setLineDash(r.against ? [2, 2] : []);
      g.stroke();
    });
    g.setLineDash([]);
  }

  function labels() {
    g.direction = 'ltr'; // as the light runs
    g.font = small();
    g.textBaseline = 'top';
    g.textAlign = 'center';
    for (const [i, name] of names.entries()) {
      const p = scene.label(i);
      g.fillStyle = i === selected ? beam : dim;
      g.textAlign = p.align;
      g.fillText(p.room ? fit(name, p.room) : name, p.x, p.y);
    }
    // Scale: the length of one gap, and the width of a plane.
    const first = Math.min(frame.planes.findIndex((p) => p.z >= 0), frame.planes.length - 2), [near, next] = frame.planes.slice(first);
    if (next.kind === 'relay') return; // between layers of electronics no light goes
    const { from, to, text, side } = scene.scale(first);
    g.strokeStyle = dim;
    g.fillStyle = dim;
    g.lineWidth = 1;
    g.beginPath();
    for (const [p, sign] of [[from, 1], [to, -1]]) {
      const dx = Math.sign(to[0] - from[0]), dy = Math.sign(to[1] - from[1]);
      g.moveTo(p[0] + sign * dx * 5 - dy * 3, p[1] + sign * dy * 5 + dx * 3);
      g.lineTo(...p);
      g.lineTo(p[0] + sign * dx * 5 + dy * 3, p[1] + sign * dy * 5 - dx * 3);
    }
    g.moveTo(...from); g.lineTo(...to);
    g.stroke();
    const gap = `${scene.terse ? '' : `${opts.words.gap ?? 'z'}\u200e`} ${format(next.z - near.z, 'm', 3)}`.trim();
    const width = `${scene.terse ? '' : `${opts.words.width ?? 'x'}\u200e`} ${format(wide(frame.planes[0]), 'm', 3)}`.trim();
    g.textAlign = text.align;
    const last = scene.label(names.length - 1), touches = side && last.x + g.measureText(names.at(-1)).width + 8 > text.x - g.measureText(gap).width;
    g.fillText(side ? gap : `${gap}    ${width}`, text.x, text.y + (touches ? 15 * scale() : 0));
    if (!side) return;
    g.textAlign = side.align;
    g.fillText(width, side.x, side.y);
  }

  function bars() {
    const { pitch } = scene.bars, { read } = answers(frame), name = (k) => (k === frame.scores.length ? opts.words.none : opts.classes[k]) ?? String(k);
    g.textBaseline = 'middle';
    // Names take what they need, up to half; bars get what the numbers leave, or the line
    // below where that is too little.
    const digits = 48 * scale();
    g.font = `600 ${Math.min(13 * scale(), pitch * 0.78)}px system-ui, sans-serif`;
    const widest = Math.max(...scores.map((_, k) => g.measureText(name(k)).width)) + 8;
    const wide = Math.max(scene.bars.name, Math.min(widest, scene.bars.w * 0.5));
    const below = scene.bars.w - wide - digits < 20 * scale();
    const px = Math.min(13 * scale(), pitch * (below ? 0.55 : 0.78)), up = below ? pitch * 0.2 : 0;
    const x = scene.bars.x + (below ? 0 : wide), w = below ? scene.bars.w : scene.bars.w - wide - digits;
    scores.forEach((s, k) => {
      const y = scene.bars.y + k * pitch, best = k === read;
      const share = s < 0.005 ? '' : opts.share(s);
      g.font = `${best ? '600 ' : ''}${px}px system-ui, sans-serif`;
      g.fillStyle = best ? beam : ink;
      g.textAlign = below ? 'left' : 'right';
      g.fillText(fit(name(k), below ? w - g.measureText(share).width - 6 : wide - 8), below ? x : x - 8, y - up);
      const tall = Math.max(3, pitch * (below ? 0.2 : 0.42)), top = y - tall / 2 + 1.4 * up;
      g.fillStyle = '#171e27';
      rounded(x, top, w, tall);
      if (s > 0.004) {
        g.fillStyle = best ? beam : '#5f7385';
        rounded(x, top, Math.max(2, w * s), tall);
      }
      g.textAlign = 'right';
      g.fillStyle = best ? beam : dim;
      g.font = `${px * 0.88}px system-ui, sans-serif`;
      g.fillText(share, scene.bars.x + scene.bars.w, y - up);
    });
  }

  // fit shortens text to a width, in the font that is set.
  function fit(text, width) {
    if (g.measureText(text).width <= width) return text;
    let n = text.length - 1;
    while (n > 1 && g.measureText(`${text.slice(0, n)}…`).width > width) n--;
    return `${text.slice(0, n)}…`;
  }

  function rounded(x, y, w, h) {
    if (w < 1) return;
    g.beginPath();
    g.roundRect(x, y, w, h, Math.min(w, h) / 2);
    g.fill();
  }

  const resized = new ResizeObserver(([e]) => { box = e.contentRect; ask(); });
  resized.observe(canvas);
  const hit = (e) => {
    const box = canvas.getBoundingClientRect();
    return scene ? planeAt(scene, e.clientX - box.left, e.clientY - box.top) : -1;
  };
  const click = (e) => { const i = hit(e); if (i >= 0) opts.onSelect?.(i); };
  const move = (e) => { canvas.style.cursor = hit(e) >= 0 ? 'pointer' : ''; };
  canvas.addEventListener('click', click);
  canvas.addEventListener('pointermove', move);

  return {
    /** Shows a frame, given as bytes. fresh lets the light run in from the source. */
    frame(bytes, fresh = false) {
      const old = frame;
      frame = bytes.planes ? bytes : readFrame(bytes);
      textures = paintTextures(frame, textures);
      if (fresh && !same(old, frame)) revealFrom = performance.now();
      ask();
    },
    /** A PNG of a frame, given as bytes, on a dark ground, width x height CSS pixels. */
    picture(bytes, width, height) {
      const still = opts.reducedMotion;
      opts.reducedMotion = true;
      frame = readFrame(bytes);
      textures = paintTextures(frame, textures);
      came = null;
      render({ width, height }, 2);
      opts.reducedMotion = still;
      g.globalCompositeOperation = 'destination-over';
      g.fillStyle = '#0a0d13';
      g.fillRect(0, 0, width, height);
      g.globalCompositeOperation = 'source-over';
      return new Promise((resolve) => { canvas.toBlob(resolve); }).finally(ask);
    },
    /** Sets any of onSelect (gets the plane clicked), classes [names], planes [names], words (of kinds of planes, and of the scale), share (text of a score), reducedMotion, projector (large type). */
    options(o) { Object.assign(opts, o); ask(); },
    /** Marks plane i; -1 marks none. */
    select(i) { selected = i; ask(); },
    stop() {
      stopped = true;
      resized.disconnect();
      canvas.removeEventListener('click', click);
      canvas.removeEventListener('pointermove', move);
    },
  };
}

const ratio = () => Math.min(devicePixelRatio || 1, 2);
