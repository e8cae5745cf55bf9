// What a frame shows: the bench, the planes, the answer, and the panels beside them.

import { readFrame, turns } from '../frame.js';
import { engineSays, sentences, t } from '../i18n.js';
import { say } from './say.js';
import { describe, showVerdict } from './verdict.js';

const $ = (id) => document.getElementById(id);

/** Shows the session's frames on the view of the bench and on the planes close up. */
export function startShow(session, view, planes) {
  let classesOf = null; // names of a new bench's classes, until its first light comes
  // nameOf is what a plane is called in the page's language, or nothing where its kind says it.
  function nameOf({ kind, name }) {
    const key = `stage.${name}`, word = t(key);
    return kind === 'mask' ? undefined : word === key ? engineSays(name) : word;
  }
  function showFrame({ bytes, fresh }) {
    const frame = readFrame(bytes);
    if (classesOf) {
      const masks = frame.planes.some((p) => p.kind === 'mask'), named = frame.planes.map((p) => (masks && t(`stage.${p.kind}`) !== `stage.${p.kind}` ? undefined : nameOf(p)));
      view.options({ classes: classesOf, planes: named });
      planes.names(named);
      classesOf = null;
    }
    $('legend-phase').parentElement.hidden = !frame.planes.some(turns);
    const verdict = frame.scores.length ? showVerdict(frame, session.ready?.classes ?? [], Boolean(session.ready) && session.masksFrom === 'none') : '';
    view.frame(bytes, fresh);
    view.describe(describe(frame, verdict));
    planes.show(frame);
    if (!session.running && verdict) say(verdict);
    if (frame.panels.length || panels) showPanels(frame, verdict);
  }

  let panels = null; // of what a frame has beside its bench, which few visits need
  async function showPanels(frame, verdict) {
    panels ??= import('../panel/panel.js').then((m) => m.startPanels((id) => `${session.preset}-${id}.csv`));
    const words = (await panels).show(frame.panels);
    if (verdict && words) $('verdict-text').textContent = sentences(verdict, words);
    if (verdict) return;
    $('verdict-class').textContent = '';
    $('verdict-text').textContent = words;
    view.describe(sentences(describe(frame, ''), words));
    say(words);
  }

  return {
    frame: showFrame,
    /** Another bench is open, whose classes have these names. */
    opened(classes) { classesOf = classes; },
  };
}
