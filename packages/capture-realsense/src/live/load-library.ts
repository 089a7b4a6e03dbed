import { CaptureError } from '@faceward/spec'
import { libraryNames } from './library-names.js'
import { loadKoffi } from './load-koffi.js'
import { bindRs2, type Rs2 } from './rs2.js'

const ADVICE =
  'Install librealsense2 (https://github.com/realsenseai/librealsense, or your distribution), or give the path of the library'

/** The library, and which one it is: `librealsense 2.58.2`. */
export interface LoadedLibrary {
  readonly rs2: Rs2
  readonly apiVersion: number
  readonly driver: string
}

/** @throws CaptureError `library-missing`, saying what was tried. */
export async function loadLibrary(path: string | undefined): Promise<LoadedLibrary> {
  const koffi = await loadKoffi()
  const names = path === undefined ? libraryNames(process.platform) : [path]
  const failures: string[] = []
  for (const name of names) {
    try {
      const rs2 = bindRs2(koffi, name)
      const apiVersion = rs2.apiVersion()
      return { rs2, apiVersion, driver: `librealsense ${versionText(apiVersion)}` }
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  const tried = names.length > 3 ? `${names[0]} to ${names.at(-1)}` : names.join(', ')
  // What the loader says of a file that is not there is of no use; what it says of one that is, is.
  const reason = failures.find((text) => !/no such file|cannot find the file|image not found/i.test(text))
  const message = `The library librealsense2 was not found (tried ${tried}${reason ? `: ${reason}` : ''}). ${ADVICE}.`
  throw new CaptureError(message, { code: 'library-missing' })
}

/** 25802 is 2.58.2. */
function versionText(apiVersion: number): string {
  return [Math.floor(apiVersion / 10_000), Math.floor(apiVersion / 100) % 100, apiVersion % 100].join('.')
}
