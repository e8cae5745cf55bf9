// Messages to people: what is wrong goes into the alert, what happened is said
// politely and not too often.

import { sentences, t } from '../i18n.js';

const alertBox = document.getElementById('alert');
const said = document.getElementById('said');
let timer = 0, waiting = '', raised = 0;

/**
 * Shows an error until it is dismissed or replaced.
 * @param {string} text what was wrong and what to do
 * @param {{label: string, run: () => void}} [action] a button that does it
 */
export function alarm(text, action) {
  raised++;
  const box = document.createElement('div');
  box.className = 'alert-text';
  const words = document.createElement('span');
  words.textContent = sentences(t('wrong.title'), text);
  box.append(words);
  const button = (label, run) => {
    const b = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
    b.addEventListener('click', () => { calm(); run?.(); });
    box.append(b);
  };
  if (action) button(action.label, action.run);
  button(t('wrong.close'));
  alertBox.replaceChildren(box);
}

/** How many errors were shown so far. */
export const alarms = () => raised;

/** Takes the error away, if it was among the first upTo. */
export function calm(upTo = raised) { if (raised <= upTo) alertBox.replaceChildren(); }

/** Says text to screen readers, at most one text in two seconds, the newest. */
export function say(text) {
  waiting = text;
  if (timer) return;
  const speak = () => {
    if (!waiting) { timer = 0; return; }
    said.textContent = waiting;
    waiting = '';
    timer = setTimeout(speak, 2000);
  };
  timer = setTimeout(speak, 150);
}

const noticeBox = document.getElementById('notice');

/** Shows a text that is no error, with what can be done about it. Returns what takes it away. */
export function notice(text, actions = []) {
  const box = document.createElement('div');
  box.className = 'alert-text';
  box.append(Object.assign(document.createElement('span'), { textContent: text }));
  for (const { label, run } of [...actions, { label: t('wrong.close') }]) {
    const b = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
    b.addEventListener('click', () => { noticeBox.replaceChildren(); run?.(); });
    box.append(b);
  }
  noticeBox.replaceChildren(box);
  return () => box.remove();
}
