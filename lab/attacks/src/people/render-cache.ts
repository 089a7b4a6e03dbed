import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Ignored by git; what is there is not rendered again, since rendering costs far more than attacking. */
const FOLDER = fileURLToPath(new URL('../../out/renders', import.meta.url))

/** Files by name, made once. */
export async function cached(
  name: string,
  make: () => Promise<readonly Buffer[]>,
): Promise<readonly Buffer[]> {
  const path = join(FOLDER, `${name}.bin`)
  if (existsSync(path)) return unpack(readFileSync(path))
  const made = await make()
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(`${path}.part`, pack(made))
  renameSync(`${path}.part`, path)
  return made
}

function pack(files: readonly Buffer[]): Buffer {
  return Buffer.concat(files.flatMap((file) => [lengthOf(file), file]))
}

function lengthOf(file: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(file.length)
  return length
}

function unpack(bytes: Buffer): Buffer[] {
  const files: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32LE(at)
    files.push(bytes.subarray(at + 4, end))
    at = end
  }
  return files
}
