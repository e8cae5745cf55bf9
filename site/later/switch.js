// The choice of a language, in the head of the page.

import { language, t } from '../i18n.js';
import languages from '../i18n/languages.js';
import { recall, remember } from '../ui/recall.js';
import { element } from './parts.js';
import { w } from './words.js';

const globe = '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7.5"/><path d="M2.500 10h15M10 2.500c-5 4-5 11 0 15c5-4 5-11 0-15z"/></svg>';

/**
 * Puts it into the head. Another choice loads the page again in that language: the address has
 * the settings, a run is kept as when the page is loaded again by hand.
 */
export function startSwitch(session) {
  const select = element('select', { id: 'language' }, ...Object.entries(languages).map(([l, name]) => element('option', { value: l, lang: l, textContent: name, selected: l === language })));
  const label = element('label', { className: 'language' });
  label.innerHTML = globe;
  label.append(element('span', { className: 'hidden', textContent: w('language') }), select);
  select.addEventListener('change', () => {
    const { value } = select, url = new URL(location.href);
    remember('lang', value);
    if (session.guess?.look > 30) remember('trying', null); // what takes long is offered again, and has not failed
    if (url.searchParams.has('lang') || recall('lang') !== value) url.searchParams.set('lang', value);
    setTimeout(() => { select.value = language; }, 500); // for who stays after all
    history.replaceState(history.state, '', url); // another entry of the history would leave the run behind
    location.reload();
  });
  document.querySelector('.tools').prepend(label);
  document.title = w('title', { tagline: t('tagline') });
}
