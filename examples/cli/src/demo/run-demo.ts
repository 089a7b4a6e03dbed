import { createNodeEngine, systemRandom } from '@faceward/node'
import { createMemoryStore } from '@faceward/storage-memory'
import { createKeyring } from '@faceward/template-cipher'
import type { Invocation } from '../cli.js'
import { engineOptions } from '../engine/engine-options.js'
import { ATTACK_ORDERS, playAttacks } from './acts/attack-act.js'
import { DEPTH_ORDERS, playDepth } from './acts/depth-act.js'
import { playRecognition, RECOGNITION_ORDERS } from './acts/recognition-act.js'
import type { DemoProgress } from './acts/stage.js'
import { playVideo } from './acts/video-act.js'
import type { DemoReport } from './demo-report.js'
import { renderPictures } from './render-pictures.js'

/**
 * Plays the acts on the real models, on rendered people, with templates sealed under a key made for this run and kept
 * in memory.
 */
export async function runDemo(
  invocation: Invocation,
  folder: string,
  onProgress: DemoProgress,
): Promise<DemoReport> {
  const { environment, signal } = invocation
  const orders = [...RECOGNITION_ORDERS, ...ATTACK_ORDERS, ...DEPTH_ORDERS]
  const pictures = await renderPictures(orders, {
    folder,
    signal,
    onRendered: (done) => onProgress('Rendering people', done, orders.length),
  })
  const engine = await createNodeEngine({
    ...engineOptions(invocation),
    // The demo shows the defaults, whatever is set for real work.
    environment: onlyPlaces(environment),
    // Not a default: so that the last act has an estimate to show, and that it counts for nothing.
    configuration: { depthEstimationFallback: true },
    parts: { store: createMemoryStore() },
    keys: createKeyring({ keys: [{ label: 'demo', key: systemRandom.bytes(32) }] }),
    onProgress: ({ done, total }) => onProgress('Loading models', done, total),
  })
  try {
    const stage = { engine, pictures, signal, onProgress }
    const { enrolments, probes } = await playRecognition(stage)
    const presentations = await playAttacks(stage)
    const depth = await playDepth(stage)
    const video = await playVideo(stage)
    const { calibration, thresholds } = engine
    return {
      enrolments,
      probes,
      presentations,
      glimpses: [...depth, ...video.glimpses],
      leftOut: video.leftOut,
      calibration,
      acceptThreshold: thresholds.accept,
    }
  } finally {
    await engine.close()
  }
}

/** Of the environment what says where the cache is, and nothing that changes a decision. */
function onlyPlaces(environment: Invocation['environment']): Invocation['environment'] {
  const names = ['FACEWARD_CACHE', 'XDG_CACHE_HOME', 'LOCALAPPDATA']
  return Object.fromEntries(names.map((name) => [name, environment[name]]))
}
