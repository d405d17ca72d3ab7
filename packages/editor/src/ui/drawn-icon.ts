// How an icon is drawn, and the one that stands in the text itself, where an editor has no others.

const svgNamespace = 'http://www.w3.org/2000/svg'

export const imagePath =
  'M4.500 3.500h11A1.500 1.500 0 0 1 17 5v10a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 3 15V5a1.500 1.500 0 0 1 1.500-1.500zM7 7.400h.1M3.300 14.500 7.500 10.500l3 2.800 3-3.300 3.300 3.500'

export function createImageIcon(document: Document): SVGSVGElement {
  return drawIcon(document, imagePath)
}

/** From path data for a 20×20 grid. */
export function drawIcon(document: Document, data: string): SVGSVGElement {
  const svg = document.createElementNS(svgNamespace, 'svg')
  svg.setAttribute('class', 'stet-icon')
  svg.setAttribute('viewBox', '0 0 20 20')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('focusable', 'false')
  const path = document.createElementNS(svgNamespace, 'path')
  path.setAttribute('d', data)
  svg.append(path)
  return svg
}
