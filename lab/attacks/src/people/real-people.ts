import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Image } from '@faceward/spec'
import { rgb } from './picture-files.js'

/** Whose photographs are sent in place of those of simulated people; nobody's unless a command says so. */
const source: { folder?: string; free: string[]; taken: Map<number, string> } = { free: [], taken: new Map() }
/** Three to enrol, one between as with simulated people, one to show. */
const FEWEST = 5

/** From now on photographs come from a folder of LFW's form: a folder a person, pictures in it; undefined: no more. */
export function usePeopleOf(folder: string | undefined): void {
  delete source.folder
  source.taken.clear()
  source.free = []
  if (folder === undefined) return
  source.folder = folder
  source.free = readdirSync(folder)
    .sort()
    .filter((name) => readdirSync(join(folder, name)).length >= FEWEST)
}

/** Somebody else gets this number, whose pictures the server refuses to enrol; false where nobody is left. */
export function passOver(seed: number): boolean {
  const next = source.free.shift()
  if (source.folder === undefined || next === undefined) return false
  source.taken.set(seed, next)
  return true
}

/** The photographs of the person who has this number here; undefined where people are simulated. */
export async function realPhotographs(
  seed: number,
  from: number,
  count: number,
): Promise<Image[] | undefined> {
  const { folder, taken } = source
  if (folder === undefined) return undefined
  if (!taken.has(seed) && !passOver(seed)) throw new Error(`No person of ${FEWEST} photographs is left.`)
  const own = join(folder, taken.get(seed)!)
  const files = readdirSync(own)
    .sort()
    .slice(from, from + count)
  return Promise.all(files.map((file) => rgb(readFileSync(join(own, file)))))
}
