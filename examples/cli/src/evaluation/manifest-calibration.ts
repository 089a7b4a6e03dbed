import { parseModelManifest } from '@faceward/models'
import type { Calibration } from '@faceward/spec'
import { readTextInput } from '../files/read-input.js'
import { writeJson } from '../files/write-json.js'
import { InputError } from '../input-error.js'

/**
 * Puts a calibration into a model manifest, in place of the one it has.
 * @throws InputError when the file cannot be read, ModelLoadError when it is no manifest.
 */
export async function writeManifestCalibration(path: string, calibration: Calibration): Promise<void> {
  const text = await readTextInput(path)
  const json = parseJson(text, path)
  parseModelManifest(json)
  await writeJson(path, { ...json, calibration })
}

function parseJson(text: string, path: string): object {
  try {
    return JSON.parse(text) as object
  } catch (cause) {
    throw new InputError(`${path} is no JSON.`, 'unreadable-file', { cause })
  }
}
