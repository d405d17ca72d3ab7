import { problemTable } from './problems.ts'

export const problems = problemTable(
  {
    misread: 'Diese Seite und der Server verstehen einander nicht. Laden Sie die Seite neu.',
    refused:
      'Der Server konnte diese Änderung nicht annehmen. Sie ist auf diesem Gerät aufbewahrt; laden Sie die Seite neu.',
    readOnly: 'Sie können dieses Dokument lesen, aber nicht ändern.',
  },
  {
    'bad-document-name': 'Das ist keine gültige Dokumentadresse.',
    'document-full': 'Dieses Dokument hat seine größte Länge erreicht.',
    unauthorized: 'Melden Sie sich an, um dieses Dokument zu öffnen.',
    forbidden: 'Dieses Dokument ist für Sie nicht zugänglich.',
    'forbidden-client':
      'Diese Änderungen tragen das Zeichen einer anderen Person und wurden nicht angenommen. Laden Sie die Seite neu.',
    'access-unavailable':
      'Der Server kann gerade nicht prüfen, was Sie dürfen. Es wird noch einmal versucht.',
    'not-found': 'Dieses Dokument gibt es nicht.',
    'rate-limited': 'Das war zu viel auf einmal. Ihre Änderungen werden gleich noch einmal gesendet.',
    'too-many-connections': 'In diesem Dokument ist kein Platz mehr. Es wird bald noch einmal versucht.',
    'too-slow': 'Ihre Verbindung ist langsam. Sie wird neu aufgebaut.',
    'load-failed': 'Dieses Dokument kann gerade nicht geöffnet werden. Es wird noch einmal versucht.',
    'storage-unavailable': 'Der Server kann gerade nicht speichern. Sie können weiterschreiben.',
    restarting: 'Der Server startet neu. Die Verbindung kommt gleich wieder.',
    internal: 'Auf dem Server ist etwas schiefgegangen. Die Verbindung wird neu aufgebaut.',
    'offline-forgotten':
      'Die Kopie dieses Dokuments auf diesem Gerät wurde gelöscht. Änderungen werden hier nicht mehr aufbewahrt.',
    'offline-outdated':
      'In einem anderen Tab ist eine neuere Fassung dieser Seite offen. Laden Sie diese neu, damit Änderungen hier aufbewahrt werden.',
    'offline-lost': 'Der Browser hat die Kopie dieses Dokuments auf diesem Gerät gelöscht.',
    'offline-full':
      'Auf diesem Gerät ist kein Platz mehr, um Änderungen aufzubewahren. Schaffen Sie etwas Platz.',
    'offline-blocked':
      'Ein anderer Tab hält die Kopie dieses Dokuments auf diesem Gerät. Schließen Sie die anderen Tabs oder laden Sie sie neu.',
    'offline-unavailable':
      'Dieser Browser lässt die Seite keine Änderungen auf diesem Gerät aufbewahren (vielleicht ein privates Fenster).',
    'token-failed': 'Die Anmeldung ist nicht gelungen. Es wird noch einmal versucht.',
    'too-large': 'Diese Änderungen sind zu groß, um sie dem Server auf einmal zu senden.',
    closed: 'Der Server hat die Verbindung beendet.',
  },
)
