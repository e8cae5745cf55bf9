// The page as a teacher or another page wants it: parts hidden by the address, and messages
// for the page that frames this one.
//
//   ?hide=test,files,p.seed   hides parts (see parts below) and single parameters
//   ?only=verdict,input       hides all parts but these; the bench stays always
//   ?embed                    for a frame: as hide=head,foot
//
// In a frame the page posts to its parent, each message with talbot: 1 and a type:
// "ready" {preset, link}, "changed" {preset, link} when settings or input change, "run" {running, step},
// "test" {accuracy, count, low, high}, and "error" {text}. The parent may post {talbot: 1, open: "#v=1&preset=slit"},
// which opens that link. link is a hash as permalink.js writes it.

/** What can be hidden, by name. The names are part of links: none changes its meaning. */
export const parts = {
  head: '.top', lessons: '#lessons, .lesson', legend: '.legend', verdict: '.stage-foot, .verdict-why', input: '.input', draw: '.input-grid, #pad-help', samples: '.samples-head, #samples',
  training: '.transport', start: '.from', speed: '.speed', numbers: '.numbers', curve: '.curves', beside: '.shown', plane: '.plane', test: '.test', experiment: '.params',
  preset: '.field:has(> #preset)', device: '.field:has(> #device), .field:has(> #engine)', parameters: '#form', files: '.take', view: '.view-choice', foot: '.foot',
};
// Parts of parts, which "only" leaves where it names what has them.
const inside = { lessons: 'head', draw: 'input', samples: 'input', start: 'training', speed: 'training', numbers: 'training', preset: 'experiment', device: 'experiment', parameters: 'experiment', view: 'files' };

const names = (text) => (text ?? '').split(',').map((s) => s.trim()).filter(Boolean);

/** Selectors of what an address hides. Names that are none are left out. */
export function hidden(query) {
  const hide = new Set(names(query.get('hide')));
  if (query.has('embed')) hide.add('head').add('foot');
  if (query.has('only')) {
    const only = new Set(names(query.get('only')));
    for (const name of [...only]) if (inside[name]) only.add(inside[name]);
    for (const name of Object.keys(parts)) {
      const [whole] = [inside[name]], siblings = Object.keys(inside).filter((k) => inside[k] === whole);
      if (whole ? only.has(whole) && !only.has(name) && siblings.some((k) => only.has(k)) : !only.has(name)) hide.add(name);
    }
  }
  return [...hide].flatMap((name) => {
    if (Object.hasOwn(parts, name)) return [parts[name]];
    return /^p\.[a-z0-9-]+$/.test(name) ? [`.field:has(#p-${name.slice(2)})`] : [];
  });
}

/** Hides what the address says. */
export function hide(query) {
  const selectors = hidden(query);
  if (!selectors.length) return;
  const sheet = new CSSStyleSheet();
  for (const s of selectors) sheet.insertRule(`:is(${s}) { display: none !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Starts both. */
export function startEmbed(session, query) {
  hide(query);
  if (parent === window) return;
  const post = (type, more = {}) => parent.postMessage({ talbot: 1, type, ...more }, '*');
  const place = () => ({ preset: session.preset, link: location.hash });
  const root = document.documentElement;
  let last = null;
  const changed = () => setTimeout(() => { // the address is written after the event
    if (root.dataset.state !== 'ready' || location.hash === last) return;
    post(last === null ? 'ready' : 'changed', place());
    last = location.hash;
  });
  for (const e of ['frame', 'opened', 'set', 'masks', 'run']) session.on(e, changed);
  new MutationObserver(changed).observe(root, { attributeFilter: ['data-state'] });
  changed();
  session.on('run', (running) => post('run', { running, step: session.points.at(-1)?.step ?? 0 }));
  session.on('evaluation', ({ accuracy, count, low, high }) => post('test', { accuracy, count, low, high }));
  // What alarms people is in the alert, whoever raised it.
  const alertBox = document.getElementById('alert');
  new MutationObserver(() => { const text = alertBox.querySelector('span')?.textContent; if (text) post('error', { text }); }).observe(alertBox, { childList: true });
  if (alertBox.textContent) post('error', { text: alertBox.querySelector('span').textContent });
  addEventListener('message', ({ source, data }) => {
    if (source === parent && data?.talbot === 1 && typeof data.open === 'string' && data.open.length < 20000) location.hash = data.open;
  });
}
