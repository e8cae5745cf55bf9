// What the page says of a class.
export default {
  lead: 'This page leads a class: {pages} other pages are there, {helping} compute shares of the training. They join at',
  waiting: 'This page has joined a class and waits until training starts.',
  loading: 'Loading the pictures of the class: {share}%.',
  ready: 'This page is ready to compute a share of each step. Leave it open.',
  helped: 'This page computes a share of each step of the class: {steps} steps so far. Leave it open.',
  other: 'The page that leads is of another version, or its browser computes in another way: load this page again, or use another browser.',
  failed: 'The engine has stopped: load this page again to help.',
  away: 'The hub of the class cannot be reached: trying again.',
  refused: 'The hub of the class refuses this page ({why}): use the address that talbot serve --class wrote.',
  trialWaiting: 'This page works off trials, {done} so far, and waits for the next one. Leave it open.',
  trialWorks: 'This page computes a trial of {preset}: {share}%. It has done {done} so far. Leave it open.',
};
