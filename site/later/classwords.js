// What the page says of a class.
export const words = {
  en: {
    lead: 'This page leads a class: {pages} other pages are there, {helping} compute shares of the training. They join at',
    waiting: 'This page has joined a class and waits until training starts.',
    loading: 'Loading the pictures of the class: {share} %.',
    ready: 'This page is ready to compute a share of each step. Leave it open.',
    helped: 'This page computes a share of each step of the class: {steps} steps so far. Leave it open.',
    other: 'The page that leads is of another version, or its browser computes in another way: load this page again, or use another browser.',
    failed: 'The engine has stopped: load this page again to help.',
    away: 'The hub of the class cannot be reached: trying again.',
    refused: 'The hub of the class refuses this page ({why}): use the address that talbot serve --class wrote.',
  },
  de: {
    lead: 'Diese Seite leitet eine Klasse: {pages} andere Seiten sind da, {helping} rechnen Anteile des Trainings. Sie treten bei unter',
    waiting: 'Diese Seite gehört zu einer Klasse und wartet, bis das Training beginnt.',
    loading: 'Die Bilder der Klasse werden geladen: {share} %.',
    ready: 'Diese Seite ist bereit, von jedem Schritt einen Anteil zu rechnen. Lassen Sie sie offen.',
    helped: 'Diese Seite rechnet von jedem Schritt der Klasse einen Anteil: bisher {steps} Schritte. Lassen Sie sie offen.',
    other: 'Die leitende Seite hat eine andere Version, oder ihr Browser rechnet anders: Laden Sie diese Seite neu, oder nehmen Sie einen anderen Browser.',
    failed: 'Das Rechenwerk ist stehen geblieben: Laden Sie diese Seite neu, um zu helfen.',
    away: 'Der Verteiler der Klasse ist nicht zu erreichen: Es wird weiter versucht.',
    refused: 'Der Verteiler der Klasse weist diese Seite ab ({why}): Nehmen Sie die Adresse, die talbot serve --class geschrieben hat.',
  },
};
