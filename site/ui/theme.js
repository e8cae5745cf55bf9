// Dark, light, or as the system; and large type for projectors.

import { t } from '../i18n.js';
import { recall, remember } from './recall.js';
import { say } from './say.js';

const order = ['auto', 'dark', 'light'];
const root = document.documentElement;

/** @param {(o: {projector: boolean}) => void} onChange */
export function startTheme(onChange) {
  const query = new URLSearchParams(location.search);
  let theme = query.get('theme') ?? recall('theme') ?? 'auto';
  let projector = query.has('projector') || recall('projector') === 'true';

  function apply() {
    if (!order.includes(theme)) theme = 'auto';
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.toggleAttribute('data-projector', projector);
    document.getElementById('projector').setAttribute('aria-pressed', projector);
    document.getElementById('theme-now').textContent = t(`theme.${theme}`);
    onChange({ projector });
  }
  document.getElementById('theme').addEventListener('click', () => {
    theme = order[(order.indexOf(theme) + 1) % order.length];
    remember('theme', theme);
    apply();
    say(t(`theme.${theme}`));
  });
  document.getElementById('projector').addEventListener('click', () => {
    projector = !projector;
    remember('projector', projector);
    apply();
  });
  apply();
}
