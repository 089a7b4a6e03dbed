import { escapeXml } from './escape-xml.js'

/** The sheet's colours. */
export const COLORS = {
  paper: '#f6f7f9',
  ink: '#16202c',
  quiet: '#5d6b7c',
  line: '#d5dbe3',
  good: { ink: '#0b6b3a', fill: '#e3f4ea' },
  bad: { ink: '#a61b2b', fill: '#fbe7e9' },
  unsure: { ink: '#8a5a00', fill: '#fdf1d8' },
} as const

/** A PNG, cut to fill its place. */
export function picture(
  { png }: { readonly png: Uint8Array },
  x: number,
  y: number,
  width: number,
  height: number,
): string {
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`
  return `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="xMidYMid slice" href="${href}"/>`
}

/** A line of text. */
export function text(
  x: number,
  y: number,
  words: string,
  size: number,
  style: { weight?: number; fill?: string; anchor?: 'start' | 'end' } = {},
): string {
  const { weight = 400, fill = COLORS.ink, anchor = 'start' } = style
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escapeXml(words)}</text>`
}

/** Breaks at spaces into at most `most` lines of at most `width` characters. */
export function wrap(words: string, width: number, most = 2): readonly string[] {
  const lines = ['']
  for (const word of words.split(' ')) {
    const line = lines.at(-1)!
    if (line !== '' && line.length + word.length + 1 > width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.slice(0, most)
}
