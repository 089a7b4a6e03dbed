/**
 * Renders the live sessions of the PAD measurement once, as raw rgb8 frames in a cache folder:
 *   node --conditions=@faceward/source --import ./scripts/run-typescript.mjs packages/liveness/scripts/pad/render-live.ts [part] [parts]
 * Resumes where it was stopped. FACEWARD_PAD_CACHE says where (default /tmp/faceward-pad).
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { createSimulatedPerson, renderFrame } from '@faceward/capture-simulated'
import { FRAME_COUNT, FRAME_SIDE, FRAMES_PER_SECOND, liveMotion } from './live-motion.js'
import { cacheFolder, livePath, liveSessions } from './live-sessions.js'

const [part, parts] = [Number(process.argv[2] ?? 0), Number(process.argv[3] ?? 1)]
mkdirSync(cacheFolder('live'), { recursive: true })
for (const [index, session] of liveSessions().entries()) {
  const path = livePath(session.id)
  if (index % parts !== part || existsSync(path)) continue
  const started = performance.now()
  const person = createSimulatedPerson({ seed: session.subject })
  const motion = liveMotion(session.motionSeed, session.actions)
  const bytes = new Uint8Array(FRAME_COUNT * FRAME_SIDE * FRAME_SIDE * 3)
  for (let i = 0; i < FRAME_COUNT; i++) {
    const { frame } = renderFrame(person, motion.sceneAt(i / FRAMES_PER_SECOND))
    bytes.set(frame.image.data, i * FRAME_SIDE * FRAME_SIDE * 3)
  }
  writeFileSync(`${path}.part${part}`, bytes)
  renameSync(`${path}.part${part}`, path)
  process.stdout.write(`${session.id} ${((performance.now() - started) / 1000).toFixed(1)} s\n`)
}
