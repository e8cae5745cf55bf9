// A page that can be hidden and frozen. Playwright holds every page of its own visible, and Chromium freezes none that
// is; this one is in a context of which Playwright knows nothing, and is driven by the protocol alone.

import { serve } from './server.mjs';

/**
 * Opens the page.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address what follows the site's address
 * @returns {Promise<{run: (expression: string) => Promise<any>, until: (expression: string) => Promise<any>, freeze, thaw, close}>}
 *   run gives the value of an expression in the page, until the first that is true; freeze puts another page before it and stops it
 */
export async function openAsleep(browser, address) {
  const server = await serve();
  server.unref();
  const cdp = await browser.newBrowserCDPSession(), { browserContextId } = await cdp.send('Target.createBrowserContext');
  const open = async (url) => (await cdp.send('Target.createTarget', { url, browserContextId })).targetId;
  const targetId = await open(server.url + address), { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map();
  let last = 0;
  cdp.on('Target.receivedMessageFromTarget', (event) => {
    const reply = JSON.parse(event.message), asked = event.sessionId === sessionId && waiting.get(reply.id);
    if (!asked) return;
    waiting.delete(reply.id);
    if (reply.error || reply.result.exceptionDetails) asked.reject(new Error(JSON.stringify(reply)));
    else asked.resolve(reply.result);
  });
  const send = (method, params) => new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject });
    cdp.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: last, method, params }) }).catch(reject);
  });
  const run = async (expression) => (await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })).result.value;
  return {
    run,
    async until(expression) {
      for (const end = Date.now() + 120000; ; await new Promise((r) => { setTimeout(r, 100); })) {
        const value = await run(expression);
        if (value) return value;
        if (Date.now() > end) throw new Error(`not in two minutes: ${expression}`);
      }
    },
    async freeze() {
      await cdp.send('Target.activateTarget', { targetId: await open('about:blank') });
      await this.until("document.visibilityState === 'hidden'");
      await send('Page.setWebLifecycleState', { state: 'frozen' });
    },
    async thaw() {
      await send('Page.setWebLifecycleState', { state: 'active' });
      await cdp.send('Target.activateTarget', { targetId });
      await this.until("document.visibilityState === 'visible'");
    },
    async close() {
      await cdp.send('Target.disposeBrowserContext', { browserContextId });
      await cdp.detach();
      await server.close();
    },
  };
}
