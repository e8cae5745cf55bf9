// A link for a class: settings as they are, parts of the page hidden, and the same as a frame
// for another page. And what an address can say, as the help lists it.

import languages from '../i18n/languages.js';
import { say } from '../ui/say.js';
import { parts } from './embed.js';
import { element } from './parts.js';
import { w } from './words.js';

/** What the query and the hash of an address can hold: part of links, so that none changes its meaning. */
export const query = ['lang', 'theme', 'projector', 'view', 'device', 'workers', 'offline', 'more', 'panel', 'hide', 'only', 'embed'];
export const hash = ['v', 'preset', 'p.NAME', 'masks', 'input', 'lesson'];

/** The list of what an address can say, for the help. */
export function addressHelp() {
  const rows = [...query.map((k) => [`?${k}`, k]), ...hash.map((k) => [`#${k}`, k])];
  return element('details', { className: 'address' }, element('summary', { textContent: w('address.title') }),
    element('dl', { className: 'keys' }, ...rows.flatMap(([text, k]) => [element('dt', {}, element('kbd', { textContent: text })), element('dd', { textContent: w(`address.${k}`, { parts: Object.keys(parts).join(', '), languages: Object.keys(languages).join(', ') }) })])));
}

/** The address of the page with these parts hidden. */
export function teacherLink(href, hide, embed) {
  const url = new URL(href), q = url.searchParams;
  for (const k of ['hide', 'only', 'embed']) q.delete(k);
  if (hide.length) q.set('hide', hide.join(','));
  if (embed) q.set('embed', '');
  url.search = q.toString().replaceAll('%2C', ',').replace(/=(?=&|$)/g, '');
  return url.href;
}

/** The box in which a teacher chooses. */
export function classLink() {
  const box = element('details', { className: 'class-link' }, element('summary', { textContent: w('class.title') }));
  let made = false;
  box.addEventListener('toggle', () => {
    if (made) return;
    made = true;
    const checks = Object.keys(parts).map((name) => element('input', { type: 'checkbox', value: name }));
    const embed = element('input', { type: 'checkbox' });
    const choice = (input, text) => element('label', { className: 'choice' }, input, element('span', { textContent: text }));
    const out = element('input', { type: 'text', readOnly: true, id: 'class-link' });
    const label = element('label', { htmlFor: 'class-link', textContent: w('class.link') });
    const chosen = () => teacherLink(location.href, checks.filter((c) => c.checked).map((c) => c.value), embed.checked);
    const frame = () => `<iframe src="${chosen().replaceAll('&', '&amp;').replaceAll('"', '%22')}" width="900" height="700" title="Talbot" allow="camera; fullscreen"></iframe>`;
    const fill = () => { out.value = embed.checked ? frame() : chosen(); };
    box.addEventListener('change', fill);
    out.addEventListener('focus', () => { fill(); out.select(); });
    const copy = element('button', { type: 'button', textContent: w('class.copy') });
    copy.addEventListener('click', async () => {
      fill();
      const copied = await navigator.clipboard.writeText(out.value).then(() => true, () => false);
      if (!copied) out.select();
      say(copy.textContent = w(copied ? 'class.copied' : 'class.select'));
      setTimeout(() => { copy.textContent = w('class.copy'); }, 3000);
    });
    box.append(element('div', { className: 'class-link-body' }, element('p', { className: 'note', textContent: w('class.about') }),
      element('fieldset', { className: 'class-parts' }, element('legend', { textContent: w('class.hide') }), ...checks.map((c) => choice(c, w(`part.${c.value}`)))),
      choice(embed, w('class.frame')), label, out, copy));
    fill();
  });
  return box;
}
