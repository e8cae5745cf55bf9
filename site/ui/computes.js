// What computes: the choice, which is part of the address, and what does now.

import { engineSays, t } from '../i18n.js';
import { alarm } from './say.js';

const $ = (id) => document.getElementById(id);

/** Connects the choice to the session. act(f) runs f and reports what fails. Returns what shows the state anew. */
export function startComputes(session, device, act) {
  const use = (name) => act(async () => {
    const url = new URL(location.href);
    if (name === 'auto') url.searchParams.delete('device');
    else url.searchParams.set('device', name);
    history.replaceState(history.state, '', url);
    $('device').value = name;
    await session.setDevice(name);
  });
  $('device').value = device;
  $('device').addEventListener('change', () => use($('device').value));
  const again = () => use('webgpu');
  $('device-again').addEventListener('click', again);
  let noGPU = '';
  const place = () => {
    const { gpu, off, helping } = session;
    const now = gpu ? t('device.gpu', { name: gpu }) : helping > 1 ? t('device.pool', { n: helping }) : 'CPU';
    $('device-now').textContent = off ? `${now}. ${noGPU}` : now;
    $('device-again').hidden = !off;
  };
  session.on('device', ({ note }) => {
    if (note) alarm(noGPU = t('wrong.gpu', { text: engineSays(note.replace(/^webgpu: |\.+$/g, '')) }), { label: t('device.again'), run: again });
    place();
  });
  return place;
}
