/** A reproducible source of numbers for resampling and training; never for secrets. */
export interface SeededRandom {
  /** Uniform in [0, 1), 32 random bits. */
  next(): number
  /** Uniform whole number in [0, below), `below` at most 2^32. */
  integer(below: number): number
  /** Standard normal (Box and Muller 1958). */
  normal(): number
}

/** The generator sfc32 (Doty-Humphrey, PractRand), seeded by splitmix32; equal seeds give equal numbers. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed | 0
  const split = (): number => {
    state = (state + 0x9e3779b9) | 0
    let z = state ^ (state >>> 16)
    z = Math.imul(z, 0x21f0aaad)
    z ^= z >>> 15
    z = Math.imul(z, 0x735a2d97)
    return (z ^ (z >>> 15)) | 0
  }
  let a = split()
  let b = split()
  let c = split()
  let counter = 1
  const bits = (): number => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 12; i++) bits()
  const next = (): number => bits() / 4294967296
  return {
    next,
    integer: (below) => Math.floor(next() * below),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}
