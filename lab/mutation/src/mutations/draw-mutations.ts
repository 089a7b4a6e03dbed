import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chanceOf } from '../chance.js'
import { listMutations } from './list-mutations.js'
import { type Mutation, mutationAt } from './mutation.js'

/** Sources of a package that can hold a fault: not its tests, not its tables. */
export function sourcesOf(packageName: string): string[] {
  const folder = join('packages', packageName, 'src')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(test|data|d)\.ts$/.test(name))
    .map((name) => join(folder, name))
    .sort()
}

/** So many mutations of a package, each of another place, as the seed has it. */
export function drawMutations(packageName: string, count: number, seed: number, only = ''): Mutation[] {
  const chance = chanceOf(seed, packageName)
  const files = sourcesOf(packageName).filter((file) => file.includes(only))
  const places = files.flatMap((file) => {
    const source = readFileSync(file, 'utf8')
    return listMutations(source).map((point) => ({ file, source, point }))
  })
  const drawn: Mutation[] = []
  while (drawn.length < count && places.length > 0) {
    const at = chance(places.length)
    const { file, source, point } = places[at]!
    places[at] = places.at(-1)!
    places.pop()
    drawn.push(mutationAt(file, source, point, point.alternatives[chance(point.alternatives.length)]!))
  }
  return drawn
}
