import type { Random } from '../random/random.js'
import type { Build } from './build.js'
import { type LinearRgb, mixColors } from './color.js'

export const HAIR_STYLES = [
  'bald',
  'buzz',
  'short',
  'crop',
  'quiff',
  'side-part',
  'curly',
  'afro',
  'bob',
  'long',
  'tied-back',
] as const
export type HairStyle = (typeof HAIR_STYLES)[number]

export const BEARD_STYLES = ['none', 'stubble', 'moustache', 'goatee', 'short', 'full'] as const
export type BeardStyle = (typeof BEARD_STYLES)[number]

/** Hair of head, face and brows. Lengths in millimetres. */
export interface Hair {
  readonly style: HairStyle
  readonly color: LinearRgb
  /** Thickness over the crown and at the sides. */
  readonly top: number
  readonly sides: number
  /** Height of the hairline above the eyes at the middle. */
  readonly hairline: number
  /** 0 to 1: temples go back. */
  readonly recession: number
  /** 0 to 1: a bare crown. */
  readonly thinning: number
  /** Fringe: how far hair hangs below the hairline; 0 for none. */
  readonly fringe: number
  /** -1 to 1: where the parting lies; hair is higher on the other side. */
  readonly part: number
  /** Waves and curls: amplitude and wavelength. */
  readonly curl: number
  readonly curlLength: number
  /** For long styles: how far below the eyes hair falls, and how near the face it comes. */
  readonly fall: number
  readonly frontCurtain: number
  readonly beard: BeardStyle
  readonly beardColor: LinearRgb
  readonly beardDensity: number
  readonly beardLength: number
  readonly brows: Brows
}

export interface Brows {
  /** Above the eye's centre. */
  readonly height: number
  readonly thickness: number
  readonly arch: number
  /** Positive: the outer end is higher. */
  readonly tilt: number
  readonly innerGap: number
  readonly length: number
  readonly density: number
  readonly color: LinearRgb
}

const COLORS: Readonly<Record<string, LinearRgb>> = {
  black: [0.012, 0.01, 0.01],
  darkBrown: [0.035, 0.02, 0.013],
  brown: [0.085, 0.045, 0.025],
  lightBrown: [0.17, 0.098, 0.052],
  blond: [0.42, 0.28, 0.135],
  red: [0.22, 0.062, 0.02],
  grey: [0.3, 0.29, 0.285],
  white: [0.62, 0.61, 0.6],
}

function drawColor(random: Random, build: Build): LinearRgb {
  const light = 1 - build.melanin
  const name = random.pick(
    ['black', 'darkBrown', 'brown', 'lightBrown', 'blond', 'red'],
    [1 + build.melanin * 5, 2, 2.2 * light, 1.6 * light ** 2, 1.8 * light ** 2, 0.8 * light ** 2],
  )
  const base = COLORS[name]!
  const greying = Math.max(0, (build.age - 42) / 30) * random.uniform() * 1.6
  return mixColors(base, random.chance(0.5) ? COLORS['grey']! : COLORS['white']!, Math.min(1, greying))
}

function drawBeard(random: Random, build: Build): BeardStyle {
  if (build.masculinity < 0.2) return 'none'
  return random.pick(BEARD_STYLES, [3.2, 2, 1, 1.2, 1.4, 1.3])
}

function drawStyle(random: Random, build: Build): HairStyle {
  if (build.masculinity > 0) {
    const old = Math.max(0, (build.age - 35) / 40)
    return random.pick(HAIR_STYLES, [
      0.6 + 1.5 * old,
      1.4,
      2.5,
      1.8,
      1.2,
      1.6,
      0.9,
      0.3 + 0.6 * build.melanin,
      0.15,
      0.4,
      0.25,
    ])
  }
  return random.pick(HAIR_STYLES, [0.02, 0.1, 0.25, 0.5, 0.1, 0.4, 1.2, 0.3 + build.melanin, 2.4, 4.2, 1.6])
}

const THICKNESS: Readonly<Record<HairStyle, readonly [top: number, sides: number]>> = {
  bald: [0, 0],
  buzz: [2.5, 2],
  short: [11, 6],
  crop: [16, 9],
  quiff: [24, 5],
  'side-part': [17, 8],
  curly: [24, 17],
  afro: [46, 40],
  bob: [13, 10],
  long: [12, 9],
  'tied-back': [5, 4],
}

export function drawHair(random: Random, build: Build): Hair {
  const style = drawStyle(random, build)
  const color = drawColor(random, build)
  const aged = Math.max(0, (build.age - 30) / 45)
  const [top, sides] = THICKNESS[style]
  const male = build.masculinity > 0
  const beard = drawBeard(random, build)
  const fringeChance =
    style === 'bob' || style === 'crop' || style === 'long' ? 0.42 : style === 'curly' ? 0.3 : 0.08
  const browDarkening = random.between(0.45, 0.95)
  return {
    style,
    color,
    top: top * random.between(0.7, 1.35),
    sides: sides * random.between(0.65, 1.3),
    hairline: random.normal(61, 6) + (male ? aged * 7 : 0),
    recession: male ? Math.min(1, random.uniform() * (0.35 + aged)) : random.uniform() * 0.2,
    thinning: male && random.chance(0.3 * aged) ? random.between(0.4, 1) : 0,
    fringe: random.chance(fringeChance) ? random.between(18, 40) : 0,
    part: random.between(-1, 1),
    curl: style === 'afro' ? 5 : style === 'curly' ? random.between(4, 7) : random.between(0.6, 2.8),
    curlLength: style === 'afro' ? 9 : style === 'curly' ? random.between(11, 20) : random.between(22, 40),
    fall: style === 'bob' ? random.between(75, 120) : random.between(150, 260),
    frontCurtain: random.between(-48, -12),
    beard,
    beardColor: mixColors(color, COLORS['brown']!, random.between(0, 0.3)),
    beardDensity: random.between(0.55, 1),
    beardLength:
      beard === 'full'
        ? random.between(7, 18)
        : beard === 'short' || beard === 'goatee'
          ? random.between(2, 5)
          : 1,
    brows: {
      height: random.normal(15.8 - build.masculinity * 2.2, 2.9),
      thickness: Math.max(1.2, random.between(1, 6.2) + build.masculinity * 1.2),
      arch: Math.max(0, random.normal(3.2 - build.masculinity * 1.6, 1.8)),
      tilt: random.normal(0.03, 0.09),
      innerGap: random.normal(11.5 - build.masculinity * 1.2, 2.6),
      length: random.normal(43, 4),
      density: Math.min(1, Math.max(0.2, random.between(0.3, 1.15) + 0.06 * build.masculinity)),
      color: [
        color[0] * browDarkening + 0.004,
        color[1] * browDarkening + 0.003,
        color[2] * browDarkening + 0.002,
      ],
    },
  }
}
