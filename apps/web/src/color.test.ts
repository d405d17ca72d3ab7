import { describe, expect, test } from 'vitest'
import { colorOrDefault, contrast, inkOn, isHexColor, palette } from './color.ts'

describe('colours of people', () => {
  test('only #rrggbb is a colour: names, short forms and style injections are not', () => {
    expect(isHexColor('#C2410c')).toBe(true)
    for (const value of ['red', '#fff', '#c2410c;x:y', 'url(x)', '#c2410g', '', undefined, 7]) {
      expect(isHexColor(value)).toBe(false)
    }
  })

  test('each offered colour reads with white letters and stands out on every paper', () => {
    for (const { color } of palette) {
      expect(contrast(color, '#ffffff')).toBeGreaterThanOrEqual(4.5)
      for (const paper of ['#fdfcfa', '#17181b', '#1e2024']) {
        expect(contrast(color, paper)).toBeGreaterThanOrEqual(3)
      }
    }
  })

  test('a bad colour becomes the same palette colour every time', () => {
    const one = colorOrDefault('hotpink', 'Quiet Heron')
    expect(palette.map((entry) => entry.color)).toContain(one)
    expect(colorOrDefault(null, 'Quiet Heron')).toBe(one)
    expect(colorOrDefault('#123456', 'Quiet Heron')).toBe('#123456')
  })

  test('letters take the ink with more contrast', () => {
    expect(inkOn('#2563eb')).toBe('#ffffff')
    expect(inkOn('#ffe066')).toBe('#000000')
  })
})
