import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A place in the folder of data to measure on, which FACEWARD_DATA names; no part of the repository. */
export const dataPath = (part = ''): string => join(process.env['FACEWARD_DATA'] ?? '../shared/assets', part)

/** The path, if something is there; otherwise says what is missing and ends the command with 4. */
export function needed(path: string, otherwise = 'FACEWARD_DATA names the folder with the data.'): string {
  if (existsSync(path)) return path
  console.error(`${path} is not there. ${otherwise}`)
  process.exit(4)
}
