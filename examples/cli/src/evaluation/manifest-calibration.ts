import { readFile } from 'node:fs/promises'
import { parseModelManifest } from '@faceward/models'
import type { Calibration } from '@faceward/spec'
import { writeFileAtomically } from '../files/write-file-atomically.js'
import { InputError } from '../input-error.js'

/**
 * Puts a calibration into a model manifest, in place of the one it has.
 * @throws InputError when the file cannot be read, ModelLoadError when it is no manifest.
 */
export async function writeManifestCalibration(path: string, calibration: Calibration): Promise<void> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`${path} cannot be read (${cause.code}).`, 'unreadable-file', { cause })
  })
  const json = parseJson(text, path)
  parseModelManifest(json)
  await writeFileAtomically(path, `${JSON.stringify({ ...json, calibration }, undefined, 2)}\n`)
}

function parseJson(text: string, path: string): object {
  try {
    return JSON.parse(text) as object
  } catch (cause) {
    throw new InputError(`${path} is no JSON.`, 'unreadable-file', { cause })
  }
}
