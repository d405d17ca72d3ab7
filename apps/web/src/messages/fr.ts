// French. It addresses the reader as “vous”, and has a narrow space before its tall signs.
import type { SiteMessages } from './english.ts'

export const french: SiteMessages = {
  // The library
  documents: 'Documents',
  newDocument: 'Nouveau document',
  creating: 'Création…',
  notCreated: 'Le nouveau document n’a pas pu être créé.',
  retry: 'Réessayer',
  tryAgain: 'Réessayer',
  listOutdated: 'Cette liste n’est peut-être pas à jour.',
  filterByTitle: 'Filtrer par titre',
  noTitleMatches: 'Aucun titre ne correspond à « {filter} ».',
  noTitleMatchesAmong: 'Aucun des {count} titres les plus récents ne correspond à « {filter} ».',
  loading: 'Chargement…',
  showMore: 'Afficher plus',
  emptyTitle: 'Une page blanche',
  emptyText: 'Créez un document, envoyez son lien et écrivez-le ensemble.',
  emptyMotto: 'Ce qui est enregistré reste.',
  loadingDocuments: 'Chargement des documents',
  untitled: 'Sans titre',
  someone: 'Quelqu’un',
  hereNow: 'Ici en ce moment : {names}',
  justNow: 'à l’instant',

  // A document
  opening: 'Ouverture…',
  openingDocument: 'Ouverture du document',
  serverAway: 'Le serveur est injoignable, et ce document n’est pas encore sur cet appareil.',
  opensSoon: 'Il s’ouvrira ici dès que le serveur répondra.',
  documentTitle: 'Titre du document',
  mayNotBeSaved: 'Ce que vous voyez ici ne sera peut-être pas enregistré : copiez ce dont vous avez besoin.',
  stayConnected: 'Restez connecté jusqu’à ce que l’état indique « {saved} ».',
  understood: 'Compris',
  copyLink: 'Copier le lien',
  copied: 'Copié',
  notCopied: 'Non copié',
  linkCopied: 'Lien copié',
  linkNotCopied: 'Le lien n’a pas pu être copié. Il se trouve dans la barre d’adresse.',

  // People
  peopleHere: 'Personnes présentes',
  everyoneHere: 'Toutes les personnes présentes',
  moreHere: '+{count} autres : afficher toutes les personnes présentes',
  you: '{name} (vous)',
  changeYourName: '{name} (vous) : changer de nom et de couleur',
  profile: 'Votre nom et votre couleur',
  yourName: 'Votre nom',
  yourColor: 'Votre couleur',
  profileHint: 'Les autres le voient à votre curseur. Ce navigateur s’en souvient.',
  joined: {
    one: '{names} a rejoint le document',
    many: '{names} ont rejoint le document',
    other: '{names} ont rejoint le document',
  },
  left: {
    one: '{names} a quitté le document',
    many: '{names} ont quitté le document',
    other: '{names} ont quitté le document',
  },

  // A person in the document
  personIdle: '{name}, en veille',
  idle: 'En veille',
  present: 'Ici en ce moment',
  noCaret: 'n’a pas encore de curseur dans le texte',
  goTo: 'Y aller',
  goToPerson: 'Aller à {name}',
  follow: 'Suivre',
  followPerson: 'Suivre {name}',
  following: 'Vous suivez {name}',
  stop: 'Arrêter',
  somebodyChanged: 'Quelqu’un a modifié ceci pendant votre absence.',
  changedWhileAway: {
    one: '{names} a modifié ceci pendant votre absence.',
    many: '{names} ont modifié ceci pendant votre absence.',
    other: '{names} ont modifié ceci pendant votre absence.',
  },
  show: 'Afficher',
  dismiss: 'Ignorer',

  // The document's menu, and what it opens
  more: 'Plus',
  find: 'Rechercher',
  findAndReplace: 'Rechercher et remplacer',
  view: 'Affichage',
  outline: 'Plan',
  close: 'Fermer',
  focusMode: 'Mode concentration',
  leaveFocusMode: 'Quitter le mode concentration',
  shortcuts: 'Raccourcis clavier',
  export: 'Exporter',
  markdown: 'Markdown',
  html: 'HTML',
  plainText: 'Texte brut',
  json: 'JSON',
  document: 'Document',
  importFile: 'Importer un fichier…',
  fileToImport: 'Fichier à importer',
  print: 'Imprimer…',
  words: { one: '{count} mot', many: '{count} de mots', other: '{count} mots' },
  wordsSelected: {
    one: '{selected} sur {count} mot',
    many: '{selected} sur {count} de mots',
    other: '{selected} sur {count} mots',
  },
  characters: { one: '{count} caractère', many: '{count} de caractères', other: '{count} caractères' },
  charactersSelected: {
    one: '{selected} sur {count} caractère',
    many: '{selected} sur {count} de caractères',
    other: '{selected} sur {count} caractères',
  },

  // The language and the theme
  language: 'Langue',
  languageOfBrowser: 'Celle du navigateur ({language})',
  theme: 'Thème : {theme}',
  switchTheme: 'Thème : {theme}. Passer à : {next}',
  themeSystem: 'celui du système',
  themeLight: 'clair',
  themeDark: 'sombre',

  // The status
  status: 'État : {word}',
  saved: 'Enregistré',
  saving: 'Enregistrement',
  connecting: 'Connexion',
  savingPaused: 'Enregistrement en pause',
  onlyOnThisDevice: 'Sur cet appareil seulement',
  notSaved: 'Non enregistré',
  offline: 'Hors ligne',
  readOnly: 'Lecture seule',
  problem: 'Problème',
  savedSentence: 'Toutes les modifications sont enregistrées.',
  connectingSentence: 'Connexion au serveur.',
  savingSentence: {
    one: '{count} modification est en route vers le serveur.',
    many: '{count} modifications sont en route vers le serveur.',
    other: '{count} modifications sont en route vers le serveur.',
  },
  waitingKept: {
    one: '{count} modification attend d’être envoyée ; elle est gardée sur cet appareil.',
    many: '{count} modifications attendent d’être envoyées ; elles sont gardées sur cet appareil.',
    other: '{count} modifications attendent d’être envoyées ; elles sont gardées sur cet appareil.',
  },
  waitingNotKept: {
    one: '{count} modification attend d’être envoyée et n’est pas gardée sur cet appareil. Laissez cette page ouverte.',
    many: '{count} modifications attendent d’être envoyées et ne sont pas gardées sur cet appareil. Laissez cette page ouverte.',
    other:
      '{count} modifications attendent d’être envoyées et ne sont pas gardées sur cet appareil. Laissez cette page ouverte.',
  },
  offlineKept:
    'Hors ligne. Vous pouvez continuer à écrire ; les modifications sont gardées sur cet appareil.',
  offlineNotKept:
    'Hors ligne. Les modifications faites maintenant ne peuvent pas être gardées sur cet appareil.',
  pausedSentence: 'Le serveur ne peut pas enregistrer pour l’instant. Une nouvelle tentative suivra.',
  readOnlySentence: 'Vous pouvez lire ce document, mais pas le modifier.',
  readOnlyLost: {
    one: 'Vous pouvez lire ce document, mais pas le modifier. {count} modification faite ici n’a pas été enregistrée.',
    many: 'Vous pouvez lire ce document, mais pas le modifier. {count} modifications faites ici n’ont pas été enregistrées.',
    other:
      'Vous pouvez lire ce document, mais pas le modifier. {count} modifications faites ici n’ont pas été enregistrées.',
  },

  // What is where
  onServer: 'Sur le serveur : tout.',
  onServerSince: 'Sur le serveur : tout ; dernier enregistrement à {time}.',
  onServerBut: {
    one: 'Sur le serveur : tout sauf {count} modification.',
    many: 'Sur le serveur : tout sauf {count} de modifications.',
    other: 'Sur le serveur : tout sauf {count} modifications.',
  },
  onServerButSince: {
    one: 'Sur le serveur : tout sauf {count} modification ; dernier enregistrement à {time}.',
    many: 'Sur le serveur : tout sauf {count} de modifications ; dernier enregistrement à {time}.',
    other: 'Sur le serveur : tout sauf {count} modifications ; dernier enregistrement à {time}.',
  },
  onDeviceCopy: 'Sur cet appareil : une copie de tout.',
  onDeviceNone: 'Sur cet appareil : aucune copie.',

  // What went wrong
  noPageTitle: 'Il n’y a pas de page ici',
  noPageText: 'Rien ne se trouve à {path}. L’adresse est peut-être tronquée ou mal écrite.',
  notLoadedTitle: 'L’éditeur n’a pas été chargé',
  notLoadedText:
    'Une partie de ce site n’a pas pu être récupérée. La connexion est peut-être coupée, ou le site vient d’être mis à jour.',
  notStartedTitle: 'L’éditeur n’a pas démarré',
  notStartedText: 'Rien n’est perdu : ce qui était enregistré le reste. Recharger la page suffit en général.',
  loadAgain: 'Recharger',
  allDocuments: 'Tous les documents',
  toAllDocuments: 'Stet, vers tous les documents',
  badNameTitle: 'Ce n’est pas l’adresse d’un document',
  badNameText:
    '{name} ne peut pas être le nom d’un document : un nom a jusqu’à 128 lettres (de A à Z), chiffres et signes . _ ~ : -',
  notFoundTitle: 'Ce document n’existe pas',
  forbiddenTitle: 'Ce document ne vous est pas accessible',
  cannotOpenTitle: 'Ce document ne peut pas être ouvert',
  cannotOpenText: 'Ce document ne peut pas être ouvert.',
  pageWrong: 'Quelque chose s’est mal passé sur cette page. La recharger peut aider.',
  unreachableList: 'Le serveur est injoignable : les documents n’ont pas pu être listés.',
  unreachableCreate: 'Le serveur est injoignable : le nouveau document n’a pas pu être créé.',
  busy: 'Le serveur reçoit trop de demandes. Attendez un instant, puis réessayez.',
  troubleList:
    'Le serveur a eu un problème et n’a pas pu lister les documents. Ce qui est enregistré est en sécurité.',
  troubleCreate:
    'Le serveur a eu un problème et n’a pas pu créer de document. Ce qui est enregistré est en sécurité.',
  refusedList: 'Le serveur n’a pas pu lister les documents : {reason}',
  refusedCreate: 'Le serveur n’a pas pu créer de document : {reason}',
  strangeList: 'Le serveur n’a pas pu lister les documents (il a répondu {status}).',
  strangeCreate: 'Le serveur n’a pas pu créer de document (il a répondu {status}).',
  unreadable: 'La réponse du serveur est illisible. Cette adresse est-elle bien celle d’un serveur Stet ?',

  // Colours
  colorBrick: 'Brique',
  colorOchre: 'Ocre',
  colorMoss: 'Mousse',
  colorFern: 'Fougère',
  colorTeal: 'Bleu canard',
  colorCobalt: 'Cobalt',
  colorIris: 'Iris',
  colorPlum: 'Prune',
}

/** For people who have not said theirs. */
export const frenchNames: readonly string[] = [
  'Héron tranquille',
  'Hirondelle vive',
  'Merle joyeux',
  'Grue patiente',
  'Mésange douce',
  'Faucon attentif',
  'Pinson gai',
  'Alouette claire',
  'Martinet rapide',
  'Mouette sereine',
  'Geai malin',
  'Courlis aimable',
]
