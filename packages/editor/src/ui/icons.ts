// The icons: one set, drawn for this editor on a 20×20 grid with 1.6 px round strokes. They are built with DOM calls, never
// from markup, so a page's content security policy has nothing to say about them.

import { drawIcon, imagePath } from './drawn-icon.ts'

export type IconName =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'code'
  | 'link'
  | 'bullet'
  | 'ordered'
  | 'task'
  | 'quote'
  | 'code-block'
  | 'divider'
  | 'undo'
  | 'redo'
  | 'chevron'
  | 'paragraph'
  | 'grip'
  | 'up'
  | 'down'
  | 'duplicate'
  | 'trash'
  | 'search'
  | 'keyboard'
  | 'subscript'
  | 'superscript'
  | 'clear'
  | 'palette'
  | 'highlight'
  | 'none'
  | 'check'
  | 'math'
  | 'embed'
  | 'mention'
  | 'emoji'
  | 'open'
  | 'pencil'
  | 'unlink'
  | 'heading-1'
  | 'heading-2'
  | 'heading-3'
  | 'replace'
  | 'close'
  // Tables, callouts, toggles
  | 'table'
  | 'callout'
  | 'toggle'
  | 'plus'
  | 'row-before'
  | 'row-after'
  | 'column-before'
  | 'column-after'
  | 'before'
  | 'after'
  | 'merge'
  | 'split'
  | 'header-row'
  | 'header-column'
  | 'align-start'
  | 'align-center'
  | 'align-end'
  | 'empty'
  | 'wider'
  | 'narrower'
  | 'image'
  | 'alt'
  | 'original-size'
  | 'swap'

const paths: Readonly<Record<IconName, string>> = {
  bold: 'M6 4h4.6a3 3 0 0 1 0 6H6zM6 10h5.4a3 3 0 0 1 0 6H6z',
  italic: 'M8.5 4H14M6 16h5.5M11.6 4 8.4 16',
  underline: 'M6 3.5v5.2a4 4 0 0 0 8 0V3.5M5 16.5h10',
  strike:
    'M3.5 10h13M13.8 6.4C13.2 4.9 11.8 4 10 4 7.8 4 6.3 5.2 6.3 6.9c0 .9.4 1.6 1.1 2.1M6 13.4C6.6 15 8 16 10 16c2.3 0 3.9-1.2 3.9-3 0-.4-.1-.7-.2-1',
  code: 'M7 5.5 2.8 10 7 14.5M13 5.5l4.2 4.5-4.2 4.5',
  link: 'M8.6 11.4a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3L10 5.7M11.4 8.6a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3L10 14.3',
  bullet: 'M8 5h9M8 10h9M8 15h9M3.7 5h.1M3.7 10h.1M3.7 15h.1',
  ordered:
    'M9 5h8M9 10h8M9 15h8M3.2 4 4.6 3.3V7M3 13.4c.2-.6.7-.9 1.3-.9.8 0 1.4.5 1.4 1.2 0 1-1.6 1.7-2.6 3h2.8',
  task: 'M3 4.2h4.4v4.4H3zM3 13.7l1.6 1.6 2.9-3.2M10.5 6.4H17M10.5 14H17',
  quote: 'M8.5 6C6 6.6 4.4 8.6 4.4 11.200V14h4v-4h-2M16 6c-2.5.6-4.1 2.6-4.1 5.200V14h4v-4h-2',
  'code-block':
    'M4.5 3.500h11a1.5 1.5 0 0 1 1.5 1.500v10a1.5 1.5 0 0 1-1.5 1.500h-11A1.5 1.5 0 0 1 3 15V5a1.5 1.5 0 0 1 1.5-1.500zM8.3 7.8 6 10l2.3 2.200M11.7 7.8 14 10l-2.3 2.2',
  divider: 'M3 10h14M6 5h8M6 15h8',
  undo: 'M7.5 4 4 7.5 7.5 11M4.3 7.500h7.200a4.3 4.3 0 0 1 0 8.6H8',
  redo: 'M12.5 4 16 7.5 12.5 11M15.7 7.500H8.500a4.3 4.3 0 0 0 0 8.6H12',
  search: 'M9 3.500a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11zM13.100 13.100 17 17',
  keyboard:
    'M4 5.500h12A1.500 1.500 0 0 1 17.500 7v6.500A1.500 1.500 0 0 1 16 15H4a1.500 1.500 0 0 1-1.500-1.500V7A1.500 1.500 0 0 1 4 5.500zM5.700 8.700h.1M8.600 8.700h.1M11.500 8.700h.1M14.300 8.700h.1M7 12h6',
  grip: 'M7.500 5h.1M12.500 5h.1M7.500 10h.1M12.500 10h.1M7.500 15h.1M12.500 15h.1',
  up: 'M10 16V4.500M5.500 9 10 4.500 14.500 9',
  down: 'M10 4v11.500M5.500 11 10 15.500 14.500 11',
  duplicate:
    'M8 7h7.500A1.500 1.500 0 0 1 17 8.500V16a1.500 1.500 0 0 1-1.500 1.500H8A1.500 1.500 0 0 1 6.500 16V8.500A1.500 1.500 0 0 1 8 7zM13.500 4.200A1.500 1.500 0 0 0 12.200 3H4.500A1.500 1.500 0 0 0 3 4.500v7.700a1.500 1.500 0 0 0 1.200 1.300',
  trash: 'M3.500 5.500h13M8 5.500v-2h4v2M5 5.500l.8 11h8.400l.8-11M8.300 8.500v5M11.700 8.500v5',
  subscript:
    'M4 5l6.500 8M10.500 5 4 13M13.600 13.300c.2-.8.8-1.200 1.500-1.200.9 0 1.500.6 1.500 1.300 0 1.200-1.900 1.800-2.900 3.100h3.100',
  superscript:
    'M4 7l6.500 8M10.500 7 4 15M13.600 4.300c.2-.8.8-1.200 1.500-1.200.9 0 1.500.6 1.500 1.300 0 1.200-1.900 1.800-2.900 3.100h3.100',
  clear: 'M6 4h9.500M10.500 4 8.800 10.500M8 13.500l-.6 2.500M12.500 12l4 4M16.500 12l-4 4',
  palette: 'M6 13.500 10 3.500l4 10M7.300 10.300h5.400M4 17h12',
  highlight: 'M7.500 12.500 6 11l7-7.500 3.500 3.500L9 14zM6.700 11.700 5 15.500l3.500-1.200M3.500 17.500h13',
  none: 'M10 3.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM5.500 14.500l9-9',
  check: 'M4.500 10.500 8.500 14.500 15.500 6',
  math: 'M14.500 5.500V4h-9l5 6-5 6h9v-1.500',
  embed:
    'M4.500 4.500h11A1.500 1.500 0 0 1 17 6v8a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 3 14V6a1.500 1.500 0 0 1 1.500-1.500zM8.500 7.700v4.600l4-2.300z',
  mention:
    'M10 7a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM13 7v3.800a1.900 1.900 0 0 0 3.800 0V10a6.800 6.800 0 1 0-2.700 5.400',
  emoji: 'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM7.500 8h.1M12.500 8h.1M6.800 11.800a3.700 3.700 0 0 0 6.400 0',
  open: 'M11.500 3.500h5v5M16.300 3.700 9.500 10.500M8.500 4.500H5A1.500 1.500 0 0 0 3.500 6v9A1.500 1.500 0 0 0 5 16.500h9a1.500 1.500 0 0 0 1.500-1.500v-3.500',
  pencil: 'M12.800 4.200 15.800 7.200 7.500 15.500 3.800 16.200 4.500 12.500z',
  unlink:
    'M8.300 12.700 6.800 14.200a3 3 0 0 1-4.300-4.300L5 7.500M11.700 7.300l1.500-1.500a3 3 0 0 1 4.300 4.300L15 12.500M6 3.500v2M3.500 6h2M14 16.500v-2M16.500 14h-2',
  paragraph: 'M4 5h12M10 5v11',
  'heading-1': 'M3.5 4.5v11M10 4.5v11M3.5 10H10M13.2 9.200 15.300 8v7.500',
  'heading-2':
    'M3.5 4.5v11M10 4.5v11M3.5 10H10M12.800 9.600c.2-1 1-1.600 2-1.600 1.100 0 2 .8 2 1.900 0 1.900-2.600 2.800-4 5.600h4.200',
  'heading-3':
    'M3.5 4.5v11M10 4.5v11M3.5 10H10M12.900 8.800c.4-.5 1-.8 1.800-.8 1.200 0 2 .7 2 1.800s-.9 1.800-2.200 1.800c1.500 0 2.500.8 2.500 2 0 1.100-.9 2-2.200 2-.9 0-1.600-.3-2.100-.9',
  replace: 'M3.500 6.500h9.500M10 3.500l3 3-3 3M16.500 13.500H7M10 10.500l-3 3 3 3',
  close: 'M5 5l10 10M15 5 5 15',
  image: imagePath,
  alt: 'M3 5.500A1.500 1.500 0 0 1 4.500 4h11A1.500 1.500 0 0 1 17 5.500v9a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 3 14.500zM6 8.200h8M6 11.800h5',
  'original-size': 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4',
  swap: 'M4 8.500A6.200 6.200 0 0 1 15.200 6.500L16.500 8M16.500 4v4h-4M16 11.500A6.200 6.200 0 0 1 4.800 13.500L3.500 12M3.500 16v-4h4',
  chevron: 'm6.5 8.5 3.5 3.5 3.5-3.5',
  table: 'M4 3.500h12v13H4zM4 7.800h12M4 12.100h12M10 7.800v8.700',
  callout:
    'M5 4h10a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM6.800 7.500h.1M6.800 10v3M10 8h4M10 12h4',
  toggle: 'M3.500 5.200 6.500 7.500 3.500 9.800zM10 7.500h7M10 12h7M10 16h4',
  plus: 'M10 4.500v11M4.500 10h11',
  'row-before': 'M3.500 11h13v5.500h-13zM10 11v5.500M10 3v5M7.500 5.500h5',
  'row-after': 'M3.500 3.500h13V9h-13zM10 3.500V9M10 12v5M7.500 14.500h5',
  'column-before': 'M11 3.500h5.500v13H11zM11 10h5.500M3 10h5M5.500 7.500v5',
  'column-after': 'M3.500 3.500H9v13H3.500zM3.500 10H9M12 10h5M14.500 7.500v5',
  before: 'M16 10H4.500M9 5.500 4.500 10 9 14.500',
  after: 'M4 10h11.500M11 5.500l4.500 4.500-4.500 4.500',
  merge:
    'M3.500 4.500h13v11h-13zM6 10h2.800M14 10h-2.800M7.500 8.200 9.200 10l-1.700 1.800M12.500 8.200 10.800 10l1.700 1.800',
  split:
    'M3.500 4.500h13v11h-13zM10 4.500v2M10 9v2M10 13.500v2M7.500 8.200 5.800 10l1.700 1.800M12.500 8.200l1.700 1.800-1.700 1.800',
  'header-row': 'M3.500 4h13v12h-13zM3.500 8h13M3.500 6h13M10 8v8',
  'header-column': 'M3.500 4h13v12h-13zM8 4v12M5.800 4v12M8 10h8.500',
  'align-start': 'M3.500 5h13M3.500 10h8M3.500 15h11',
  'align-center': 'M3.500 5h13M6 10h8M4.500 15h11',
  'align-end': 'M3.500 5h13M8.500 10h8M5.500 15h11',
  empty: 'M4.500 4.500h11v11h-11zM7.800 7.800l4.400 4.400M12.200 7.800l-4.400 4.400',
  wider: 'M2.500 10h15M5.500 7l-3 3 3 3M14.500 7l3 3-3 3',
  narrower: 'M2 10h6M5 7l3 3-3 3M18 10h-6M15 7l-3 3 3 3',
}

/** One of the set, or a drawing of an embedder's own: path data for the same grid. */
export type Icon = IconName | { readonly path: string }

/** An icon in the colour of its text; the button around it has the name. */
export function createIcon(document: Document, icon: Icon): SVGSVGElement {
  return drawIcon(document, typeof icon === 'string' ? paths[icon] : icon.path)
}
