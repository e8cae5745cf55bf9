// The worker that makes a GIF of frames: {frame, width, height, delay} one by one, RGBA and ms,
// each answered by {bytes, frames} so far; then {end: true}, answered by {file}.

import { applyPalette, GIFEncoder, quantize } from './gifenc.js';

const gif = GIFEncoder();
let frames = 0;

onmessage = ({ data: { frame, width, height, delay, end } }) => {
  if (end) {
    gif.finish();
    const file = gif.bytes();
    postMessage({ file }, [file.buffer]);
    return;
  }
  const palette = quantize(frame, 256);
  gif.writeFrame(applyPalette(frame, palette), width, height, { palette, delay, repeat: 0 });
  postMessage({ bytes: gif.bytesView().length, frames: ++frames });
};
