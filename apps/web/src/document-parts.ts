// What the document page shows besides the text, as one piece that is loaded when the text is there: nobody waits for an
// outline, or for who else is here, to write the first word.
export { AroundText } from './around-text.tsx'
export { CopyLink } from './copy-link.tsx'
export { DocumentMenu } from './document-menu.tsx'
export { Presence } from './presence.tsx'
