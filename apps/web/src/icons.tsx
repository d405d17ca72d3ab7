// The few icons of the site: 20 × 20, one stroke, in the colour of the text around them. Always beside a word or inside
// a named button, so they are hidden from assistive technology.
import type { ComponentChildren } from 'preact'

function icon(content: ComponentChildren) {
  return function Icon() {
    return (
      <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
        {content}
      </svg>
    )
  }
}

export const PlusIcon = icon(<path d="M10 4v12M4 10h12" />)
export const LinkIcon = icon(
  <path d="M8.5 11.5a3 3 0 0 0 4.3 0l2.8-2.8a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-2.8 2.8a3 3 0 0 0 4.3 4.3l1-1" />,
)
export const CheckIcon = icon(<path d="m4.5 10.5 3.5 3.5 7.5-8" />)
export const SunIcon = icon(
  <>
    <circle cx="10" cy="10" r="3.2" />
    <path d="M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4" />
  </>,
)
export const MoonIcon = icon(<path d="M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3Z" />)
export const SystemIcon = icon(
  <>
    <circle cx="10" cy="10" r="6.75" />
    <path class="icon-solid" d="M10 3.25a6.75 6.75 0 0 1 0 13.5Z" />
  </>,
)
export const LanguageIcon = icon(
  <>
    <circle cx="10" cy="10" r="6.75" />
    <path d="M3.25 10h13.5M10 3.250c2.200 1.900 3.200 4.100 3.200 6.750s-1 4.850-3.200 6.750c-2.200-1.900-3.200-4.100-3.200-6.750s1-4.850 3.200-6.750Z" />
  </>,
)
export const SearchIcon = icon(
  <>
    <circle cx="9" cy="9" r="5" />
    <path d="m13 13 3.5 3.5" />
  </>,
)
export const CloudOffIcon = icon(
  <path d="M6.2 6.6A4.5 4.5 0 0 0 5.5 15.5h8M8.3 4.9a4.5 4.5 0 0 1 5.5 3.6 3.5 3.5 0 0 1 2.8 5.3M3.5 3.5l13 13" />,
)
export const DotsIcon = icon(
  <>
    <circle class="icon-solid" cx="5" cy="10" r="1.3" />
    <circle class="icon-solid" cx="10" cy="10" r="1.3" />
    <circle class="icon-solid" cx="15" cy="10" r="1.3" />
  </>,
)
export const PenOffIcon = icon(
  <path d="m11.8 5.3 2.9 2.9M4 16l.7-3.6 8-8a2 2 0 0 1 2.9 2.9l-8 8L4 16ZM3.5 3.5l13 13" />,
)
export const WarnIcon = icon(<path d="M10 3.5 17.5 16h-15L10 3.5ZM10 8.5v3.2M10 13.7v.1" />)
export const MoreIcon = icon(
  <>
    <circle class="icon-solid" cx="10" cy="4.500" r="1.3" />
    <circle class="icon-solid" cx="10" cy="10" r="1.3" />
    <circle class="icon-solid" cx="10" cy="15.500" r="1.3" />
  </>,
)
