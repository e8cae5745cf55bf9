// Was die Seite von einer Klasse sagt.
export default {
  lead: 'Diese Seite leitet eine Klasse: {pages} andere Seiten sind da, {helping} rechnen Anteile des Trainings. Sie treten bei unter',
  waiting: 'Diese Seite gehört zu einer Klasse und wartet, bis das Training beginnt.',
  loading: 'Die Bilder der Klasse werden geladen: {share} %.',
  ready: 'Diese Seite ist bereit, von jedem Schritt einen Anteil zu rechnen. Lassen Sie sie offen.',
  helped: 'Diese Seite rechnet von jedem Schritt der Klasse einen Anteil: bisher {steps} Schritte. Lassen Sie sie offen.',
  other: 'Die leitende Seite hat eine andere Version, oder ihr Browser rechnet anders: Laden Sie diese Seite neu, oder nehmen Sie einen anderen Browser.',
  failed: 'Das Rechenwerk ist stehen geblieben: Laden Sie diese Seite neu, um zu helfen.',
  away: 'Der Verteiler der Klasse ist nicht zu erreichen: Es wird weiter versucht.',
  refused: 'Der Verteiler der Klasse weist diese Seite ab ({why}): Nehmen Sie die Adresse, die talbot serve --class geschrieben hat.',
  trialWaiting: 'Diese Seite arbeitet Versuche ab, bisher {done}, und wartet auf den nächsten. Lassen Sie sie offen.',
  trialWorks: 'Diese Seite rechnet einen Versuch mit {preset}: {share} %. Bisher hat sie {done} erledigt. Lassen Sie sie offen.',
};
