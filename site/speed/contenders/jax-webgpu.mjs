import { start as on } from './jax.mjs';

export const start = on('webgpu');
