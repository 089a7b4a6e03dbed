// The process that decodes pictures for createProcessDecoder: parts on stdin are files, answers go to stdout.
import { copyOfError } from '@faceward/plugin-kit'
import type { Image } from '@faceward/spec'
import sharp from 'sharp'
import { createSharpDecoder, type SharpDecoderOptions } from '../sharp-decoder.js'
import { createPartReader, type DecodeReply, lengthOf } from './messages.js'

const options = JSON.parse(process.argv[2] ?? '{}') as SharpDecoderOptions
const decoder = createSharpDecoder(options)
sharp.cache(false)
sharp.concurrency(1)

// Ctrl+C reaches the whole group: requests that are under way still need their pictures.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
// Without the parent nobody waits; exit() would wait for a picture that is being decoded.
process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL'))

function answer(reply: DecodeReply, pixels: Uint8Array = new Uint8Array(0)): void {
  const text = new TextEncoder().encode(JSON.stringify(reply))
  for (const part of [text, pixels]) {
    process.stdout.write(lengthOf(part))
    process.stdout.write(part)
  }
}

async function decode(bytes: Uint8Array): Promise<void> {
  let image: Image
  try {
    image = await decoder.decode(bytes)
  } catch (error) {
    answer({ status: 'refused', failure: copyOfError(error), rssBytes: process.memoryUsage.rss() })
    return
  }
  const { width, height, data } = image
  answer({ status: 'decoded', width, height, rssBytes: process.memoryUsage.rss() }, data)
}

process.stdin.on(
  'data',
  createPartReader(
    (bytes) => void decode(bytes),
    () => Number.POSITIVE_INFINITY,
  ),
)
answer({ status: 'ready' })
