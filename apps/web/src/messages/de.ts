// German. It addresses the reader as “Sie”.
import type { SiteMessages } from './english.ts'

export const german: SiteMessages = {
  // The library
  documents: 'Dokumente',
  newDocument: 'Neues Dokument',
  creating: 'Wird angelegt …',
  notCreated: 'Das neue Dokument konnte nicht angelegt werden.',
  retry: 'Noch einmal',
  tryAgain: 'Noch einmal versuchen',
  listOutdated: 'Diese Liste ist vielleicht nicht aktuell.',
  filterByTitle: 'Nach Titel filtern',
  noTitleMatches: 'Kein Titel passt zu „{filter}“.',
  noTitleMatchesAmong: 'Von den {count} neuesten Titeln passt keiner zu „{filter}“.',
  loading: 'Wird geladen …',
  showMore: 'Mehr anzeigen',
  emptyTitle: 'Ein leeres Blatt',
  emptyText: 'Legen Sie ein Dokument an, schicken Sie den Link und schreiben Sie gemeinsam.',
  emptyMotto: 'Was gespeichert ist, bleibt stehen.',
  loadingDocuments: 'Die Dokumente werden geladen',
  handbook: 'Handbuch',
  untitled: 'Ohne Titel',
  someone: 'Jemand',
  hereNow: 'Gerade hier: {names}',
  justNow: 'gerade eben',

  // A document
  opening: 'Wird geöffnet …',
  openingDocument: 'Das Dokument wird geöffnet',
  serverAway: 'Der Server ist nicht erreichbar, und dieses Dokument ist noch nicht auf diesem Gerät.',
  opensSoon: 'Es öffnet sich hier, sobald der Server antwortet.',
  documentTitle: 'Titel des Dokuments',
  mayNotBeSaved: 'Was Sie hier sehen, wird vielleicht nicht gespeichert: Kopieren Sie, was Sie brauchen.',
  stayConnected: 'Bleiben Sie verbunden, bis der Status „{saved}“ lautet.',
  understood: 'Verstanden',
  copyLink: 'Link kopieren',
  copied: 'Kopiert',
  notCopied: 'Nicht kopiert',
  linkCopied: 'Link kopiert',
  linkNotCopied: 'Der Link konnte nicht kopiert werden. Er steht in der Adressleiste.',

  // People
  peopleHere: 'Wer hier ist',
  everyoneHere: 'Alle, die hier sind',
  moreHere: '+{count} weitere: alle anzeigen, die hier sind',
  you: '{name} (Sie)',
  changeYourName: '{name} (Sie): Namen und Farbe ändern',
  profile: 'Ihr Name und Ihre Farbe',
  yourName: 'Ihr Name',
  yourColor: 'Ihre Farbe',
  profileHint: 'Andere sehen das an Ihrer Schreibmarke. Dieser Browser merkt es sich.',
  joined: { one: '{names} ist jetzt hier', other: '{names} sind jetzt hier' },
  left: { one: '{names} ist gegangen', other: '{names} sind gegangen' },

  // A person in the document
  personIdle: '{name}, untätig',
  idle: 'Untätig',
  present: 'Gerade hier',
  noCaret: 'hat noch keine Schreibmarke im Text',
  goTo: 'Hingehen',
  goToPerson: 'Zu {name} gehen',
  follow: 'Folgen',
  followPerson: '{name} folgen',
  following: 'Sie folgen {name}',
  stop: 'Beenden',
  somebodyChanged: 'Jemand hat das geändert, während Sie weg waren.',
  changedWhileAway: {
    one: '{names} hat das geändert, während Sie weg waren.',
    other: '{names} haben das geändert, während Sie weg waren.',
  },
  show: 'Anzeigen',
  dismiss: 'Ausblenden',

  // The document's menu, and what it opens
  more: 'Mehr',
  find: 'Suchen',
  findAndReplace: 'Suchen und ersetzen',
  view: 'Ansicht',
  outline: 'Gliederung',
  close: 'Schließen',
  focusMode: 'Konzentriert schreiben',
  leaveFocusMode: 'Konzentriertes Schreiben beenden',
  shortcuts: 'Tastenkürzel',
  export: 'Exportieren',
  markdown: 'Markdown',
  html: 'HTML',
  plainText: 'Reiner Text',
  json: 'JSON',
  document: 'Dokument',
  importFile: 'Datei importieren …',
  fileToImport: 'Zu importierende Datei',
  print: 'Drucken …',
  words: { one: '{count} Wort', other: '{count} Wörter' },
  wordsSelected: { one: '{selected} von {count} Wort', other: '{selected} von {count} Wörtern' },
  characters: { one: '{count} Zeichen', other: '{count} Zeichen' },
  charactersSelected: { one: '{selected} von {count} Zeichen', other: '{selected} von {count} Zeichen' },

  // The language and the theme
  language: 'Sprache',
  languageOfBrowser: 'Wie der Browser ({language})',
  theme: 'Aussehen: {theme}',
  switchTheme: 'Aussehen: {theme}. Wechseln zu: {next}',
  themeSystem: 'wie das System',
  themeLight: 'hell',
  themeDark: 'dunkel',

  // The status
  status: 'Status: {word}',
  saved: 'Gespeichert',
  saving: 'Wird gespeichert',
  connecting: 'Wird verbunden',
  savingPaused: 'Speichern pausiert',
  onlyOnThisDevice: 'Nur auf diesem Gerät',
  notSaved: 'Nicht gespeichert',
  offline: 'Offline',
  readOnly: 'Nur lesen',
  problem: 'Problem',
  savedSentence: 'Alle Änderungen sind gespeichert.',
  connectingSentence: 'Die Verbindung zum Server wird hergestellt.',
  savingSentence: {
    one: '{count} Änderung ist unterwegs zum Server.',
    other: '{count} Änderungen sind unterwegs zum Server.',
  },
  waitingKept: {
    one: '{count} Änderung wartet darauf, gesendet zu werden; sie liegt auf diesem Gerät.',
    other: '{count} Änderungen warten darauf, gesendet zu werden; sie liegen auf diesem Gerät.',
  },
  waitingNotKept: {
    one: '{count} Änderung wartet darauf, gesendet zu werden, und liegt nicht auf diesem Gerät. Lassen Sie diese Seite offen.',
    other:
      '{count} Änderungen warten darauf, gesendet zu werden, und liegen nicht auf diesem Gerät. Lassen Sie diese Seite offen.',
  },
  offlineKept: 'Offline. Sie können weiterschreiben; Änderungen bleiben auf diesem Gerät.',
  offlineNotKept: 'Offline. Änderungen von jetzt an können auf diesem Gerät nicht behalten werden.',
  pausedSentence: 'Der Server kann gerade nicht speichern. Es wird wieder versucht.',
  readOnlySentence: 'Sie können dieses Dokument lesen, aber nicht ändern.',
  readOnlyLost: {
    one: 'Sie können dieses Dokument lesen, aber nicht ändern. {count} Änderung von hier wurde nicht gespeichert.',
    other:
      'Sie können dieses Dokument lesen, aber nicht ändern. {count} Änderungen von hier wurden nicht gespeichert.',
  },

  // What is where
  onServer: 'Auf dem Server: alles.',
  onServerSince: 'Auf dem Server: alles; zuletzt gespeichert um {time}.',
  onServerBut: {
    one: 'Auf dem Server: alles außer {count} Änderung.',
    other: 'Auf dem Server: alles außer {count} Änderungen.',
  },
  onServerButSince: {
    one: 'Auf dem Server: alles außer {count} Änderung; zuletzt gespeichert um {time}.',
    other: 'Auf dem Server: alles außer {count} Änderungen; zuletzt gespeichert um {time}.',
  },
  onDeviceCopy: 'Auf diesem Gerät: eine Kopie von allem.',
  onDeviceNone: 'Auf diesem Gerät: keine Kopie.',

  // What went wrong
  noPageTitle: 'Hier ist keine Seite',
  noPageText:
    'Unter {path} gibt es nichts. Die Adresse ist vielleicht abgeschnitten oder falsch geschrieben.',
  notLoadedTitle: 'Der Editor wurde nicht geladen',
  notLoadedText:
    'Ein Teil dieser Seite konnte nicht geholt werden. Vielleicht ist die Verbindung unterbrochen, oder die Seite wurde gerade aktualisiert.',
  notStartedTitle: 'Der Editor ist nicht gestartet',
  notStartedText:
    'Nichts ist verloren: Was gespeichert war, bleibt gespeichert. Meist hilft es, die Seite neu zu laden.',
  loadAgain: 'Neu laden',
  allDocuments: 'Alle Dokumente',
  toAllDocuments: 'Stet, zu allen Dokumenten',
  badNameTitle: 'Das ist nicht die Adresse eines Dokuments',
  badNameText:
    '{name} kann kein Dokument heißen: Ein Name hat bis zu 128 Buchstaben (A bis Z), Ziffern und die Zeichen . _ ~ : -',
  notFoundTitle: 'Dieses Dokument gibt es nicht',
  forbiddenTitle: 'Dieses Dokument ist für Sie nicht zugänglich',
  cannotOpenTitle: 'Dieses Dokument kann nicht geöffnet werden',
  cannotOpenText: 'Dieses Dokument kann nicht geöffnet werden.',
  pageWrong: 'Auf dieser Seite ist etwas schiefgegangen. Vielleicht hilft es, sie neu zu laden.',
  unreachableList: 'Der Server ist nicht erreichbar und konnte die Dokumente nicht auflisten.',
  unreachableCreate: 'Der Server ist nicht erreichbar und konnte kein neues Dokument anlegen.',
  busy: 'Der Server wird zu oft gefragt. Warten Sie einen Moment und versuchen Sie es noch einmal.',
  troubleList:
    'Der Server hatte ein Problem und konnte die Dokumente nicht auflisten. Was gespeichert ist, ist sicher.',
  troubleCreate:
    'Der Server hatte ein Problem und konnte kein neues Dokument anlegen. Was gespeichert ist, ist sicher.',
  refusedList: 'Der Server konnte die Dokumente nicht auflisten: {reason}',
  refusedCreate: 'Der Server konnte kein neues Dokument anlegen: {reason}',
  strangeList: 'Der Server konnte die Dokumente nicht auflisten (er antwortete mit {status}).',
  strangeCreate: 'Der Server konnte kein neues Dokument anlegen (er antwortete mit {status}).',
  unreadable: 'Die Antwort des Servers war nicht lesbar. Ist das wirklich die Adresse eines Stet-Servers?',

  // Colours
  colorBrick: 'Ziegel',
  colorOchre: 'Ocker',
  colorMoss: 'Moos',
  colorFern: 'Farn',
  colorTeal: 'Petrol',
  colorCobalt: 'Kobalt',
  colorIris: 'Iris',
  colorPlum: 'Pflaume',
}

/** For people who have not said theirs. */
export const germanNames: readonly string[] = [
  'Stiller Reiher',
  'Flinke Schwalbe',
  'Munterer Zaunkönig',
  'Helle Lerche',
  'Ruhiger Kranich',
  'Kluge Elster',
  'Sanfte Amsel',
  'Wacher Falke',
  'Fröhlicher Fink',
  'Heitere Meise',
  'Freundlicher Spatz',
  'Geduldige Möwe',
]
