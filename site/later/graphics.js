// What the graphics of this computer can do, measured before the lab view comes by itself: without
// a GPU a program draws it, and takes the time that the page and the training need. It is
// measured in a worker, as a program for graphics holds up whoever asks it.

const layers = 8; // pixels drawn for one of the stage: masks, light and rays lie over each other, and the whole is copied
const wanted = 60; // pictures a second

/**
 * @param {HTMLElement} stage
 * @returns {Promise<{can: boolean, rate: ?number, enough: boolean}>} whether there is WebGL 2, and how
 *   many pictures of the lab's size it draws in a second; null where that cannot be measured,
 *   which is taken for enough
 */
export async function measure(stage) {
  const ratio = devicePixelRatio || 1;
  const result = await inWorker({ width: Math.round(stage.clientWidth * ratio), height: Math.round(stage.clientHeight * ratio) });
  const can = result?.can ?? Boolean(document.createElement('canvas').getContext('webgl2'));
  const rate = result?.rate ?? null;
  return { can, rate, enough: can && (rate === null || rate >= wanted) };
}

// inWorker is null where a worker has no canvas, or does not answer.
function inWorker(size) {
  return new Promise((done) => {
    let worker;
    const end = (result) => { worker?.terminate(); done(result); };
    try {
      worker = new Worker(new URL(import.meta.url), { type: 'module' });
    } catch {
      return end(null);
    }
    worker.onmessage = ({ data }) => end(data);
    worker.onerror = (e) => { e.preventDefault(); end(null); };
    worker.postMessage(size);
  });
}

// pictures draws some, at least one, for 0.3 s at most, and tells how many a second that is.
function pictures(width, height) {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const gl = new OffscreenCanvas(width, height).getContext('webgl2');
  if (!gl) return null; // some browsers have it in pages alone
  const shader = (type, text) => {
    const s = gl.createShader(type);
    gl.shaderSource(s, `#version 300 es\nprecision mediump float;\n${text}`);
    gl.compileShader(s);
    return s;
  };
  const program = gl.createProgram();
  gl.attachShader(program, shader(gl.VERTEX_SHADER, 'out vec2 at; void main() { at = vec2(gl_VertexID & 1, gl_VertexID >> 1); gl_Position = vec4(2.0 * at - 1.0, 0.0, 1.0); }'));
  gl.attachShader(program, shader(gl.FRAGMENT_SHADER, 'in vec2 at; out vec4 c; uniform sampler2D t; void main() { c = 0.1 * texture(t, at); }'));
  gl.linkProgram(program);
  gl.useProgram(program);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 64, 64, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(64 * 64 * 4).fill(128));
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE);
  const pixel = new Uint8Array(4);
  const draw = (n) => {
    for (let i = 0; i < n; i++) gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel); // waits until it is drawn
  };
  draw(1); // makes the program ready
  let least = Infinity;
  for (const end = performance.now() + 300; performance.now() < end;) {
    const start = performance.now();
    draw(layers);
    least = Math.min(least, performance.now() - start);
  }
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { can: true, rate: 1000 / Math.max(least, 0.1) };
}

if (typeof document === 'undefined') onmessage = ({ data: { width, height } }) => postMessage(pictures(width, height));
