import { expect, it } from 'vitest'
import { drawMutations, sourcesOf } from './draw-mutations.js'

it('draws other places for another seed, the same for the same, and none twice', () => {
  const places = (seed: number) =>
    drawMutations('fusion', 20, seed).map(({ file, start, end }) => `${file} ${start} ${end}`)
  expect(places(1)).toEqual(places(1))
  expect(places(1)).not.toEqual(places(2))
  expect(new Set(places(1)).size).toBe(20)
})

it('draws from a package’s sources, not from its tests and tables', () => {
  const sources = sourcesOf('liveness')
  expect(sources).toContain('packages/liveness/src/index.ts')
  expect(sources.filter((file) => /\.(test|data)\.ts$/.test(file))).toEqual([])
  for (const { file } of drawMutations('liveness', 9, 1, 'texture')) expect(file).toContain('texture')
})
