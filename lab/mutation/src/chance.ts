/** Seeded chance: whole numbers from 0 to `limit` - 1 (splitmix32 over a hash of seed and label). */
export function chanceOf(seed: number, label: string): (limit: number) => number {
  let state = seed >>> 0
  for (const character of label) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193) >>> 0
  return (limit) => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32) * limit)
  }
}
