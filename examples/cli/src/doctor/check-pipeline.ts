import { createNodeEngine, frameFromImage, systemRandom } from '@faceward/node'
import { FacewardError, type Image } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { createKeyring } from '@faceward/template-cipher'
import type { Invocation } from '../cli.js'
import { engineOptions } from '../engine/engine-options.js'
import { type Finding, failing, ok } from './finding.js'

const CHECK = 'pipeline'
const PLATFORM_ADVICE =
  'sharp and onnxruntime come with binaries for Linux, macOS on Apple silicon and Windows; install again on this machine.'

/** Whether the whole engine runs: native libraries, models, inference. Uses no store and no key of the user's. */
export async function checkPipeline(invocation: Invocation): Promise<Finding> {
  const { signal } = invocation
  try {
    const engine = await createNodeEngine({
      ...engineOptions(invocation),
      parts: { store: createMemoryStore() },
      keys: createKeyring({ keys: [{ label: 'doctor', key: systemRandom.bytes(32) }] }),
    })
    try {
      const frames = [frameFromImage(greyPicture(320, 240))]
      const { reasons } = await engine.verify({ subjectId: 'doctor', frames, signal })
      const isRight = reasons.some(({ code }) => code === 'no_face')
      if (isRight)
        return ok(
          CHECK,
          `a picture without a face was looked at and none was found (${engine.modelIds.join(', ')})`,
        )
      return failing(CHECK, 'an empty picture did not give the reason no_face', 'Report this.')
    } finally {
      await engine.close()
    }
  } catch (error) {
    signal.throwIfAborted()
    return failing(CHECK, error, FacewardError.isInstance(error) ? undefined : PLATFORM_ADVICE)
  }
}

function greyPicture(width: number, height: number): Image {
  return { width, height, format: 'rgb8', data: new Uint8Array(width * height * 3).fill(128) }
}
