// The page starts here: the first picture, then everything else.

import { first } from './first.js';

await first;
document.documentElement.dataset.state = 'first';
await import('./app.js');
