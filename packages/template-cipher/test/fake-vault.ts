import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Enough of Vault's transit engine to try a client against, over real HTTP: one derived key with versions,
 * AES-256-GCM under HMAC(key, context), Vault's status codes and shapes. Not Vault, and not its format.
 */
export async function startFakeVault(token: string) {
  const versions = [randomBytes(32)]
  const state = { sealed: false, oldestVersion: 1, requests: 0 }

  const keyFor = (version: number, context: string) =>
    createHmac('sha256', versions[version - 1]!)
      .update(context)
      .digest()
  const encrypt = (plaintext: Buffer, context: string) => {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', keyFor(versions.length, context), iv)
    const bytes = Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
    return `vault:v${versions.length}:${bytes.toString('base64')}`
  }
  const decrypt = (ciphertext: string, context: string) => {
    const [, number, text] = /^vault:v(\d+):(.+)$/.exec(ciphertext) ?? []
    const version = Number(number)
    if (text === undefined || version < state.oldestVersion || version > versions.length)
      throw new Error('400')
    const bytes = Buffer.from(text, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', keyFor(version, context), bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
  }
  const answer = (path: string, body: Record<string, string>): [number, unknown] => {
    const { context = '' } = body
    if (context === '') return [400, { errors: ['missing context'] }]
    try {
      if (path === '/v1/transit/encrypt/faceward') {
        return [200, { data: { ciphertext: encrypt(Buffer.from(body['plaintext']!, 'base64'), context) } }]
      }
      if (path === '/v1/transit/decrypt/faceward') {
        return [200, { data: { plaintext: decrypt(body['ciphertext']!, context).toString('base64') } }]
      }
      if (path === '/v1/transit/rewrap/faceward') {
        return [200, { data: { ciphertext: encrypt(decrypt(body['ciphertext']!, context), context) } }]
      }
      return [404, { errors: [] }]
    } catch {
      return [400, { errors: ['cipher: message authentication failed'] }]
    }
  }
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    state.requests++
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const [status, body] = state.sealed
      ? [503, { errors: ['Vault is sealed'] }]
      : request.headers['x-vault-token'] !== token
        ? [403, { errors: ['permission denied'] }]
        : answer(request.url ?? '', JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>)
    response.writeHead(status as number, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    /** Adds a key version. */
    rotate: () => versions.push(randomBytes(32)),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
