// The drawing pad: strokes by mouse, finger, pen or keyboard.

import { t } from '../i18n.js';
import { say } from './say.js';

const grid = 28; // steps of the keyboard across the pad

/**
 * @param {(strokes: number[][][], fresh: boolean) => void} onDraw gets lists of [x, y],
 *   0 to 1; fresh when a stroke has ended
 */
export function startPad(onDraw) {
  const canvas = document.getElementById('pad'), g = canvas.getContext('2d');
  canvas.setAttribute('aria-label', t('pad.label'));
  let strokes = [], stroke = null, pointer = 0, pen = null, ghost = null;

  const point = (e) => {
    const box = canvas.getBoundingClientRect();
    return [(e.clientX - box.left) / box.width, (e.clientY - box.top) / box.height].map((v) => Math.max(0, Math.min(1, v)));
  };

  function paint() {
    const s = canvas.width;
    g.clearRect(0, 0, s, s);
    if (ghost && strokes.length === 0) {
      g.imageSmoothingEnabled = true;
      g.globalAlpha = 0.55;
      g.drawImage(ghost, s * 0.14, s * 0.14, s * 0.72, s * 0.72);
      g.globalAlpha = 1;
    }
    g.strokeStyle = '#e8edf3';
    g.lineCap = g.lineJoin = 'round';
    g.lineWidth = s * 0.075;
    for (const line of strokes) {
      g.beginPath();
      line.forEach(([x, y], i) => (i ? g.lineTo(x * s, y * s) : g.moveTo(x * s, y * s)));
      if (line.length === 1) g.lineTo(line[0][0] * s + 0.01, line[0][1] * s);
      g.stroke();
    }
    if (pen && document.activeElement === canvas) {
      g.strokeStyle = '#54e8a4';
      g.lineWidth = 3;
      g.beginPath();
      g.arc(pen.x * s, pen.y * s, s * (pen.down ? 0.03 : 0.05), 0, 7);
      g.stroke();
    }
  }

  const changed = (fresh) => { paint(); onDraw(strokes, fresh); };

  canvas.addEventListener('pointerdown', (e) => {
    if (e.button !== 0 || stroke) return; // a second finger or the palm draws nothing
    pointer = e.pointerId;
    canvas.setPointerCapture(e.pointerId);
    canvas.focus({ preventScroll: true });
    pen = null;
    stroke = [point(e)];
    strokes.push(stroke);
    changed(false);
    e.preventDefault();
  });
  canvas.addEventListener('pointermove', (e) => {
    if (!stroke || e.pointerId !== pointer) return;
    const events = e.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [e]) stroke.push(point(one));
    changed(false);
  });
  const lift = (e) => {
    if (!stroke || e.pointerId !== pointer) return;
    stroke = null;
    changed(true);
  };
  canvas.addEventListener('pointerup', lift);
  canvas.addEventListener('pointercancel', lift);

  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    pen ??= { x: 0.5, y: 0.5, down: false };
    if (moves[e.key]) {
      const [dx, dy] = moves[e.key];
      pen.x = Math.max(0, Math.min(1, pen.x + dx / grid));
      pen.y = Math.max(0, Math.min(1, pen.y + dy / grid));
      if (pen.down) strokes.at(-1).push([pen.x, pen.y]);
      if (pen.down) changed(false); else paint();
    } else if (e.key === ' ') {
      pen.down = !pen.down;
      if (pen.down) strokes.push([[pen.x, pen.y]]);
      say(t(pen.down ? 'pad.down' : 'pad.up'));
      changed(!pen.down);
    } else if (e.key === 'Delete' || e.key === 'Backspace') {
      clear();
    } else {
      return;
    }
    e.preventDefault();
    e.stopPropagation();
  });
  canvas.addEventListener('focus', paint);
  canvas.addEventListener('blur', () => { if (pen) pen.down = false; paint(); });

  function clear() {
    strokes = [];
    ghost = null;
    if (pen) pen.down = false;
    say(t('pad.cleared'));
    changed(true);
  }
  document.getElementById('clear').addEventListener('click', clear);

  return {
    /** Shows an image that was chosen, in place of the drawing. */
    ghost(image) {
      strokes = [];
      ghost = image;
      paint();
    },
    /** The strokes of the drawing, none when an image was chosen. */
    strokes: () => strokes,
    /** Shows strokes that strokes() gave. */
    draw(lines) {
      strokes = lines;
      ghost = null;
      paint();
    },
    clear,
  };
}
