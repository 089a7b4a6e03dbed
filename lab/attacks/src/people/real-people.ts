import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Image } from '@faceward/spec'
import { ACCOMPLICE, ADA, CROWD_FROM, LOOKALIKES, STRANGERS } from '../cast.js'
import { rgb } from './picture-files.js'

/** Whose photographs are sent in place of those of simulated people; nobody's unless a command says so. */
const source: { folder?: string; people?: readonly string[] } = {}
/** Three to enrol, one between as with simulated people, one to show. */
const FEWEST = 5
const CAST: readonly number[] = [ADA, ACCOMPLICE, ...LOOKALIKES, ...STRANGERS]

/** From now on photographs come from a folder of LFW's form: a folder a person, pictures in it; undefined: no more. */
export function usePeopleOf(folder: string | undefined): void {
  delete source.folder
  delete source.people
  if (folder === undefined) return
  source.folder = folder
  source.people = readdirSync(folder)
    .sort()
    .filter((name) => readdirSync(join(folder, name)).length >= FEWEST)
}

/** The photographs of the person who has this number here; undefined where people are simulated. */
export async function realPhotographs(
  seed: number,
  from: number,
  count: number,
): Promise<Image[] | undefined> {
  const { folder, people } = source
  if (folder === undefined || people === undefined) return undefined
  // The crowd begins where the cast ends: no two of them are one person.
  const name = people[seed < CROWD_FROM ? CAST.indexOf(seed) : CAST.length + seed - CROWD_FROM]
  if (name === undefined)
    throw new Error(`The folder has ${people.length} people with ${FEWEST} photographs: too few.`)
  const files = readdirSync(join(folder, name))
    .sort()
    .slice(from, from + count)
  return Promise.all(files.map((file) => rgb(readFileSync(join(folder, name, file)))))
}
