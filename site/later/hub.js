// A page's connection to the hub of a class: what leads, joins or works off trials has it.

import { Nats } from './nats.js';
import { load } from './words.js';

const { say: word } = await load('class-');

/** Keeps a connection, however often it breaks. */
export function hub(token, { onOpen, onMessage, say }) {
  const at = { publish: (...a) => at.nats?.publish(...a), ready: () => at.nats?.open };
  const connect = () => {
    at.nats = new Nats(new URL('class', document.baseURI).href.replace(/^http/, 'ws'), token, {
      onMessage,
      onOpen: () => onOpen(at.nats),
      onClose: (why) => {
        say(why ? word('refused', { why }) : word('away'));
        if (!/Authorization/.test(why)) setTimeout(connect, 1000);
      },
    });
  };
  connect();
  return at;
}
