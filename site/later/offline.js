// Keeps the page for when there is no network.

/** Registers the service worker, where the browser has any: on https and on this computer. */
export async function keepOffline() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(new URL('../../offline.js', import.meta.url)).catch(() => {}); // no copy: the page goes on as before
}
