/** An SVG picture that reads on light and dark pages. */
export const svg = (width: number, height: number, parts: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')

const number = (value: number): string => String(Math.round(value * 10) / 10)

export const text = (x: number, y: number, words: string, anchor = 'start'): string =>
  `<text x="${number(x)}" y="${number(y)}" text-anchor="${anchor}" fill="#1f2933">${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`

export const box = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" fill="${fill}"/>`

export const rule = (x1: number, y1: number, x2: number, y2: number, stroke = '#cbd2d9'): string =>
  `<line x1="${number(x1)}" y1="${number(y1)}" x2="${number(x2)}" y2="${number(y2)}" stroke="${stroke}"/>`

export const path = (points: readonly (readonly [number, number])[], stroke: string): string =>
  `<polyline points="${points.map(([x, y]) => `${number(x)},${number(y)}`).join(' ')}" fill="none" stroke="${stroke}" stroke-width="2"/>`

export const dot = (x: number, y: number, fill: string): string =>
  `<circle cx="${number(x)}" cy="${number(y)}" r="4" fill="${fill}"/>`
