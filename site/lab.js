// The picture of the bench in WebGL: loads lab.wasm, which draws it with ebiten,
// into an element of the page. ebiten expects to own the page; what it would take
// is kept from it here, and the page stays as it was.

import en from './i18n/en.js';
import { terms, words } from './i18n.js';
import { w } from './later/words.js';

// The picture's font has Latin, Greek and Cyrillic letters: words in others are drawn in English.
const keyOf = (all, text) => Object.keys(all).find((k) => all[k] === text);
const drawable = (text) => (/^[\u0000-\u052f\u2000-\u22ff]*$/.test(text) ? text : en[keyOf(words, text)] ?? keyOf(terms, text) ?? text);
/** Options of the picture with what its font can draw. */
export const spelled = (o) => ({
  ...o,
  ...(o.words && { words: Object.fromEntries(Object.entries(o.words).map(([k, v]) => [k, drawable(v)])) }),
  ...(o.classes && { classes: o.classes.map(drawable) }),
  ...(o.planes && { planes: o.planes.map((name) => name && drawable(name)) }),
});

/**
 * Starts the picture inside stage, which should be positioned (its children fill
 * it). Rejects when the browser has no WebGL 2 or a file cannot be loaded.
 *
 * @param {HTMLElement} stage
 * @param {object} how
 * @param {string} how.wasmURL where lab.wasm is
 * @param {string} how.execURL where the wasm_exec.js of the same Go release is
 * @param {string} [how.label] what the picture is, for those who cannot see it
 * @param {(error: Error) => void} [how.onError] called once when the picture ends
 *   by itself, for example because the graphics were lost; it is gone by then
 * @param {(plane: number) => void} [how.onSelect] called when the user selects a
 *   plane by a click, or deselects it (-1)
 * @returns {Promise<Lab>}
 *
 * @typedef {object} Lab messages as in wasm/lab/doc.go
 * @property {(bytes: Uint8Array) => void} frame
 * @property {(options: object) => void} options
 * @property {(plane: number) => void} select
 * @property {(on: boolean) => void} interact whether wheel and fingers turn and
 *   zoom the bench; else, as at the start, they scroll the page
 * @property {(yaw: number, pitch: number) => void} turn by angles in rad: with
 *   zoom and resetView, what keys and buttons of the page do instead of interact
 * @property {(factor: number) => void} zoom
 * @property {() => void} resetView
 * @property {(text: string) => void} label
 * @property {() => void} stop
 */
export async function startLab(stage, { wasmURL, execURL, label = '', onError = () => {}, onSelect = () => {} }) {
  if (!hasWebGL2()) throw new Error(w('graphics.none'));
  const [module] = await Promise.all([compile(wasmURL), loadExec(execURL)]);
  // ebiten takes this element for the body of the page.
  const box = document.createElement('div');
  box.style.cssText = 'position:absolute;inset:0;overflow:hidden';
  stage.append(box);
  const life = { interactive: false, stopped: false, resize: null, tap: null, canvas: null };
  const go = new globalThis.Go();
  const end = (error) => {
    if (life.stopped) return;
    life.stopped = true;
    watch?.disconnect();
    seen?.disconnect();
    box.remove();
    delete document.body;
    if (error) onError(error);
  };
  let watch, seen;
  go.exit = (code) => end(new Error(`the picture ended with status ${code}`));

  bodyFor(go, box);
  const instance = await WebAssembly.instantiate(module, go.importObject);
  const restore = shield(life, (why) => end(new Error(why)));
  let send;
  try {
    go.run(instance).catch(end);
    send = globalThis.talbotLab;
  } finally {
    restore();
  }
  delete globalThis.talbotLab;
  if (!send || !life.canvas) {
    end();
    throw new Error('the picture did not start');
  }
  const tell = (message) => {
    if (life.stopped) return;
    const reply = send(message);
    if (reply?.kind === 'error') throw new Error(reply.text);
  };
  const { canvas } = life;
  canvas.tabIndex = -1;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  tell({ op: 'listen', select: onSelect });
  life.tap = (x, y) => tell({ op: 'tap', x, y });
  watch = new ResizeObserver(() => life.resize?.());
  watch.observe(box);
  seen = new IntersectionObserver(([e]) => tell({ op: 'animate', on: e.isIntersecting }));
  seen.observe(box);

  return {
    frame: (bytes) => tell({ op: 'frame', bytes }),
    options: (options) => tell({ ...spelled(options), op: 'options' }),
    select: (plane) => tell({ op: 'select', plane }),
    turn: (yaw, pitch) => tell({ op: 'turn', yaw, pitch }),
    zoom: (factor) => tell({ op: 'zoom', factor }),
    resetView: () => tell({ op: 'resetView' }),
    interact: (on) => {
      life.interactive = on;
      canvas.style.touchAction = on ? 'none' : 'auto';
    },
    label: (text) => canvas.setAttribute('aria-label', text),
    stop: () => {
      if (life.stopped) return;
      tell({ op: 'stop' });
      end();
    },
  };
}

function hasWebGL2() {
  const gl = document.createElement('canvas').getContext('webgl2');
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return Boolean(gl);
}

/** Compiles while loading; a server that does not name the type is served too. */
async function compile(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  if (answer.headers.get('Content-Type')?.startsWith('application/wasm')) return WebAssembly.compileStreaming(answer);
  return WebAssembly.compile(await answer.arrayBuffer());
}

function loadExec(src) {
  if (globalThis.Go) return Promise.resolve();
  return new Promise((done, fail) => {
    const script = Object.assign(document.createElement('script'), { src });
    script.onload = () => done();
    script.onerror = () => fail(new Error(`${src}: cannot be loaded`));
    document.head.append(script);
  });
}

/**
 * Keeps the page from ebiten, which, as soon as it starts, would append its canvas
 * to the body, size and blacken the page, listen to all keys, and reload the page
 * when the graphics are lost. Returns what ends the part of this that is needed
 * only while it starts.
 */
function shield(life, lost) {
  const root = document.documentElement, style = root.style.cssText;
  const { createElement } = document, { addEventListener } = window;
  const metas = new Set(document.querySelectorAll('meta[name=viewport]'));
  document.createElement = function (name, ...rest) {
    const e = createElement.call(document, name, ...rest);
    if (name === 'canvas' && !life.canvas) {
      life.canvas = e;
      tame(e, life, lost);
    }
    return e;
  };
  // The canvas follows its box, not the window.
  window.addEventListener = function (type, f, ...rest) {
    if (type === 'resize') life.resize = f;
    else addEventListener.call(window, type, f, ...rest);
  };
  return () => {
    delete document.createElement;
    delete window.addEventListener;
    root.style.cssText = style; // setting the attribute is what the page's policy forbids
    for (const m of document.querySelectorAll('meta[name=viewport]')) if (!metas.has(m)) m.remove();
  };
}

/** Answers Go, when it reads document.body, with box; everyone else gets the body. */
function bodyFor(go, box) {
  const real = Object.getOwnPropertyDescriptor(Document.prototype, 'body');
  const imports = go.importObject.gojs, read = imports['syscall/js.valueGet'];
  let reading = false;
  Object.defineProperty(document, 'body', {
    configurable: true,
    get: () => (reading ? box : real.get.call(document)),
    set: (body) => real.set.call(document, body),
  });
  imports['syscall/js.valueGet'] = (sp) => {
    reading = true;
    try {
      read(sp);
    } finally {
      reading = false;
    }
  };
}

// Events of the canvas that ebiten may not have: keys belong to the page's own
// controls, drops to the page, and the context menu to the browser.
const refused = new Set(['keydown', 'keyup', 'contextmenu', 'dragover', 'drop', 'webglcontextlost']);
// Events that it may have only while the user turns the bench.
const guarded = new Set(['wheel', 'touchstart', 'touchmove', 'touchend']);

function tame(canvas, life, lost) {
  const listen = canvas.addEventListener;
  canvas.focus = () => {};
  canvas.addEventListener = (type, f, ...rest) => {
    if (refused.has(type)) return;
    const passive = guarded.has(type) ? [{ passive: false }] : rest;
    listen.call(canvas, type, guarded.has(type) ? (e) => { if (life.interactive) f(e); } : f, ...passive);
  };
  listen.call(canvas, 'webglcontextlost', () => lost(w('graphics.lost')));
  let start = null;
  listen.call(canvas, 'pointerdown', (e) => {
    start = [e.clientX, e.clientY];
    // A drag goes on beyond the edge.
    if (e.pointerType === 'mouse') canvas.setPointerCapture(e.pointerId);
  });
  // A click, which can be shorter than a frame, and a tap, which only scrolling
  // pages tell from a swipe, are not left to ebiten.
  listen.call(canvas, 'click', (e) => {
    if (start && Math.hypot(e.clientX - start[0], e.clientY - start[1]) > 6) return;
    life.tap?.(e.offsetX, e.offsetY);
  });
}
