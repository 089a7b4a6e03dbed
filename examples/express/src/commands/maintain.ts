import { createFaceApi, type FaceApi, faceApiOptionsFrom } from '@faceward/adapters'
import { createNodeEngine, createSharpDecoder, systemClock, systemRandom } from '@faceward/node'
import { openStore } from '../server/open-store.js'
import { readServerSettings } from '../server/server-settings.js'

/** Does operator's work on the store without listening. */
export async function maintain<Result>(
  environment: NodeJS.ProcessEnv,
  work: (api: FaceApi) => Promise<Result>,
): Promise<Result> {
  const settings = readServerSettings(environment, { purpose: 'maintain' })
  const { store } = await openStore(settings, environment)
  const engine = await createNodeEngine({ environment: settings.environment, parts: { store } })
  try {
    const parts = { store, clock: systemClock, random: systemRandom, decodeImage: createSharpDecoder() }
    return await work(
      createFaceApi(engine, { ...faceApiOptionsFrom(settings.engine), ...parts, requireChallenge: 'none' }),
    )
  } finally {
    await engine.close()
  }
}
