import { createFaceApi, type FaceApi, faceApiOptionsFrom } from '@faceward/adapters'
import { createNodeEngine, createSharpDecoder, systemClock, systemRandom } from '@faceward/node'
import { openStore } from '../server/open-store.js'
import { readServerSettings } from '../server/server-settings.js'

/** Does operator's work on the store without listening: for the tenant named, or for every tenant there is. */
export async function maintain<Result>(
  environment: NodeJS.ProcessEnv,
  tenant: string | undefined,
  work: (api: FaceApi, tenantId: string) => Promise<Result>,
): Promise<readonly ({ readonly tenantId: string } & Result)[]> {
  const settings = readServerSettings(environment, { purpose: 'maintain' })
  const { store } = await openStore(settings, environment)
  const engine = await createNodeEngine({
    environment: settings.environment,
    models: 'none',
    parts: { store },
  })
  try {
    const parts = { store, clock: systemClock, random: systemRandom, decodeImage: createSharpDecoder() }
    const api = createFaceApi(engine, {
      ...faceApiOptionsFrom(settings.engine),
      ...parts,
      requireChallenge: 'none',
    })
    const tenants = tenant === undefined ? (await store.tenants()).toSorted() : [tenant]
    const results: ({ readonly tenantId: string } & Result)[] = []
    for (const tenantId of tenants) results.push({ tenantId, ...(await work(api, tenantId)) })
    return results
  } finally {
    await engine.close()
  }
}
