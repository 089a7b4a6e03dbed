import { type Entry, open, type ZipFile } from 'yauzl'
import { fileFailure, malformedRecording } from '../recording-file.js'

/** Entries of a zip file by name. */
export interface ZipArchive {
  has(name: string): boolean
  /** @throws CaptureError when it is absent, larger than allowed, or broken. */
  read(name: string, maximumBytes: number): Promise<Uint8Array>
  close(): void
}

const MOST_ENTRIES = 200_000

/** Opens a zip file and reads its directory. @throws CaptureError */
export async function openZip(path: string): Promise<ZipArchive> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false }, (error, opened) =>
      error === null ? resolve(opened) : reject(fileFailure(error)),
    )
  })
  try {
    const entries = await directoryOf(zip)
    return {
      has: (name) => entries.has(name),
      close: () => zip.close(),
      async read(name, maximumBytes) {
        const entry = entries.get(name)
        if (entry === undefined) throw malformedRecording(`${name} is missing in it`)
        if (entry.uncompressedSize > maximumBytes) throw malformedRecording(`${name} in it is too large`)
        return contentOf(zip, entry)
      },
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

function directoryOf(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) throw malformedRecording('it has too many files')
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>()
    zip.on('error', (cause) => reject(malformedRecording('its directory is broken', cause)))
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.on('end', () => resolve(entries))
    zip.readEntry()
  })
}

/** yauzl ends a stream with an error when it holds more or less than the directory says. */
function contentOf(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(malformedRecording('a file in it is broken', cause))
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) return fail(error)
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', fail)
      stream.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    })
  })
}
