// The tools of the lab, and the part of the help that lists them.

import { startCamera } from './camera.js';
import { element } from './parts.js';
import { startFilm } from './film.js';
import { startPaint } from './paint.js';
import { startRuler } from './ruler.js';
import { startRuns } from './runs.js';
import { startSound } from './sound.js';
import { startSteps } from './steps.js';
import { w } from './words.js';

const tools = ['ruler', 'paint', 'film', 'steps', 'runs', 'sound', 'camera'];

/** Starts them. page has act, changing and draw, as app.js gives them to take.js. */
export function startTools(session, page) {
  startRuler(session);
  startPaint(session, page);
  startFilm(session);
  startSteps(session, page);
  startRuns(session);
  startSound(session);
  startCamera(session, page);
}

/** What they are and how keys drive them, for the help. */
export const toolsHelp = () => element('details', { id: 'tools-help' }, element('summary', { textContent: w('tools.title') }),
  element('dl', { className: 'keys' }, ...tools.flatMap((k) => [element('dt', { textContent: w(`tools.${k}`) }), element('dd', { textContent: w(`tools.${k}How`) })])));
