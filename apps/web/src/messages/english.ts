// Every word the site itself shows or speaks, in English; the editor inside it has a table of its own. The other
// languages have the same keys (their type is made from this table), so a new sentence cannot be forgotten in one of them.
import type { Plural, TranslationOf } from '@stet/editor/words'

export const english = {
  // The library
  documents: 'Documents',
  newDocument: 'New document',
  creating: 'Creating…',
  notCreated: 'The new document could not be made.',
  retry: 'Retry',
  tryAgain: 'Try again',
  listOutdated: 'This list may be out of date.',
  filterByTitle: 'Filter by title',
  noTitleMatches: 'No title here matches “{filter}”.',
  noTitleMatchesAmong: 'No title among the newest {count} matches “{filter}”.',
  loading: 'Loading…',
  showMore: 'Show more',
  emptyTitle: 'A clean sheet',
  emptyText: 'Start a document, send its link, and write it together.',
  emptyMotto: 'What is saved stands.',
  loadingDocuments: 'Loading the documents',
  untitled: 'Untitled',
  someone: 'Someone',
  hereNow: 'Here now: {names}',
  justNow: 'just now',

  // A document
  opening: 'Opening…',
  openingDocument: 'Opening the document',
  serverAway: 'The server cannot be reached, and this document is not on this device yet.',
  opensSoon: 'It opens here as soon as the server answers.',
  documentTitle: 'Document title',
  mayNotBeSaved: 'What you see here may not be saved: copy what you need.',
  stayConnected: 'Stay connected until the status says “{saved}”.',
  understood: 'Understood',
  copyLink: 'Copy link',
  copied: 'Copied',
  notCopied: 'Not copied',
  linkCopied: 'Link copied',
  linkNotCopied: 'The link could not be copied. It is in the address bar.',

  // People
  peopleHere: 'People here',
  everyoneHere: 'Everyone here',
  moreHere: '+{count} more: show everyone here',
  you: '{name} (you)',
  changeYourName: '{name} (you): change your name and colour',
  profile: 'Your name and colour',
  yourName: 'Your name',
  yourColor: 'Your colour',
  profileHint: 'Others see this at your caret. This browser remembers it.',
  joined: { one: '{names} joined', other: '{names} joined' },
  left: { one: '{names} left', other: '{names} left' },

  // The language and the theme
  language: 'Language',
  languageOfBrowser: 'As the browser ({language})',
  theme: 'Theme: {theme}',
  switchTheme: 'Theme: {theme}. Switch to {next}',
  themeSystem: 'as the system',
  themeLight: 'light',
  themeDark: 'dark',

  // The status
  status: 'Status: {word}',
  saved: 'Saved',
  saving: 'Saving',
  connecting: 'Connecting',
  savingPaused: 'Saving paused',
  onlyOnThisDevice: 'Only on this device',
  notSaved: 'Not saved',
  offline: 'Offline',
  readOnly: 'Read only',
  problem: 'Problem',
  savedSentence: 'All changes are saved.',
  connectingSentence: 'Connecting to the server.',
  savingSentence: {
    one: '{count} change is on its way to the server.',
    other: '{count} changes are on their way to the server.',
  },
  waitingKept: {
    one: '{count} change waits to be sent; it is kept on this device.',
    other: '{count} changes wait to be sent; they are kept on this device.',
  },
  waitingNotKept: {
    one: '{count} change waits to be sent and is not kept on this device. Leave this page open.',
    other: '{count} changes wait to be sent and are not kept on this device. Leave this page open.',
  },
  offlineKept: 'Offline. You can go on writing; changes are kept on this device.',
  offlineNotKept: 'Offline. Changes made now cannot be kept on this device.',
  pausedSentence: 'The server cannot save at the moment. It will be tried again.',
  readOnlySentence: 'You can read this document but not change it.',
  readOnlyLost: {
    one: 'You can read this document but not change it. {count} change made here was not saved.',
    other: 'You can read this document but not change it. {count} changes made here were not saved.',
  },

  // What went wrong
  noPageTitle: 'There is no page here',
  noPageText: 'Nothing lives at {path}. The address may be cut off or misspelt.',
  notLoadedTitle: 'The editor did not load',
  notLoadedText:
    'A part of this site could not be fetched. The connection may be down, or the site was just updated.',
  notStartedTitle: 'The editor did not start',
  notStartedText: 'Nothing is lost: what was saved stays saved. Loading the page again usually helps.',
  loadAgain: 'Load again',
  allDocuments: 'All documents',
  toAllDocuments: 'Stet, to all documents',
  badNameTitle: 'This is not a document’s address',
  badNameText:
    '{name} cannot be a document’s name: a name has up to 128 letters (A to Z), digits and the signs . _ ~ : -',
  notFoundTitle: 'There is no such document',
  forbiddenTitle: 'This document is not open to you',
  cannotOpenTitle: 'This document cannot be opened',
  cannotOpenText: 'This document cannot be opened.',
  pageWrong: 'Something in this page went wrong. Loading it again may help.',
  unreachableList: 'The server could not be reached, so it could not list the documents.',
  unreachableCreate: 'The server could not be reached, so it could not make a new document.',
  busy: 'The server is being asked too often. Wait a moment, then try again.',
  troubleList: 'The server had a problem and could not list the documents. What is saved is safe.',
  troubleCreate: 'The server had a problem and could not make a new document. What is saved is safe.',
  refusedList: 'The server could not list the documents: {reason}',
  refusedCreate: 'The server could not make a new document: {reason}',
  strangeList: 'The server could not list the documents (it answered {status}).',
  strangeCreate: 'The server could not make a new document (it answered {status}).',
  unreadable: 'The server’s answer could not be read. Is this address really a Stet server?',

  // Colours
  colorBrick: 'Brick',
  colorOchre: 'Ochre',
  colorMoss: 'Moss',
  colorFern: 'Fern',
  colorTeal: 'Teal',
  colorCobalt: 'Cobalt',
  colorIris: 'Iris',
  colorPlum: 'Plum',
} as const satisfies Record<string, string | Plural>

export type SiteMessages = TranslationOf<typeof english>
export type SiteKey = keyof SiteMessages
