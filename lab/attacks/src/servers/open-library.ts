import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { createFaceApi } from '@faceward/adapters'
import { createNodeHandler } from '@faceward/adapters/node'
import { createNodeEngine, createSharpDecoder, systemClock, systemRandom } from '@faceward/node'
import { createMemoryStore } from '@faceward/storage-memory'

/** `createFaceApi` without keys on all addresses of this machine, as somebody might mount it. */
export interface OpenLibrary {
  /** An address of this machine that is not loopback; undefined where there is none. */
  readonly outside: string | undefined
  readonly port: number
  close(): Promise<void>
}

export async function openLibrary(): Promise<OpenLibrary> {
  const store = createMemoryStore({ clock: systemClock })
  const environment = {
    ...process.env,
    BIOMETRIC_TEMPLATE_KEY: Buffer.from(systemRandom.bytes(32)).toString('hex'),
  }
  const engine = await createNodeEngine({ environment, parts: { store }, onNotice: () => undefined })
  const decodeImage = createSharpDecoder()
  const api = createFaceApi(engine, { store, clock: systemClock, random: systemRandom, decodeImage })
  const server = createServer(createNodeHandler(api))
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', () => resolve()))
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return {
    outside: all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address,
    port: (server.address() as AddressInfo).port,
    async close() {
      await new Promise((resolve) => server.close(resolve).closeAllConnections())
      await engine.close()
    },
  }
}
