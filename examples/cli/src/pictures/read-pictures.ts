import { readFile } from 'node:fs/promises'
import { frameFromImage } from '@faceward/node'
import { type Frame, ImageDecodeError, type ImageDecoder } from '@faceward/spec'
import { unreadable } from '../files/read-input.js'
import { InputError } from '../input-error.js'

/** A picture file that became a frame, or why it did not. */
export type ReadPicture =
  | { readonly path: string; readonly status: 'read'; readonly frame: Frame }
  | { readonly path: string; readonly status: 'undecodable'; readonly error: ImageDecodeError }

/** Options of {@link readPictures}. */
export interface ReadPicturesOptions {
  readonly decoder: ImageDecoder
  readonly signal: AbortSignal
  readonly onRead?: (done: number) => void
}

/**
 * Reads and decodes picture files, one after the other, in the order given. A file that is no picture is a
 * result; when not one of them is, that is an InputError.
 *
 * @throws InputError when a file cannot be read, or none can be decoded.
 */
export async function readPictures(
  paths: readonly string[],
  { decoder, signal, onRead }: ReadPicturesOptions,
): Promise<readonly ReadPicture[]> {
  const pictures: ReadPicture[] = []
  for (const [sequence, path] of paths.entries()) {
    signal.throwIfAborted()
    pictures.push(await readPicture(path, sequence, decoder, signal))
    onRead?.(sequence + 1)
  }
  const first = pictures[0]
  if (first?.status === 'undecodable' && pictures.every(({ status }) => status === 'undecodable')) {
    const others = pictures.length > 1 ? ` None of the other ${pictures.length - 1} can be read either.` : ''
    throw new InputError(`${first.path}: ${first.error.message}${others}`, first.error.code, {
      cause: first.error,
    })
  }
  return pictures
}

async function readPicture(
  path: string,
  sequence: number,
  decoder: ImageDecoder,
  signal: AbortSignal,
): Promise<ReadPicture> {
  const bytes = await readFile(path).catch(unreadable(path))
  try {
    const image = await decoder.decode(bytes, { signal })
    return { path, status: 'read', frame: frameFromImage(image, { sequence }) }
  } catch (error) {
    if (!ImageDecodeError.isInstance(error)) throw error
    return { path, status: 'undecodable', error }
  }
}
