import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createRemoteBackend } from './create-remote-backend.js'
import { parseRemoteBackendOptions, type RemoteBackendOptions } from './remote-backend-options.js'

const SECRET = 'open-sesame'
const url = 'https://edge.example'

function refusalOf(options: object): ConfigurationError {
  try {
    createRemoteBackend(options as RemoteBackendOptions)
  } catch (error) {
    if (ConfigurationError.isInstance(error)) return error
  }
  throw new Error('it was not refused')
}

describe('where the server is', () => {
  it.each([
    url,
    'https://edge.example:8443/below/v2/',
    'http://localhost:8500',
    'http://edge.localhost:8500',
    'http://127.0.0.1:8500',
    'http://127.8.9.10',
    'http://[::1]:8500',
  ])('may be %s', (address) => {
    expect(createRemoteBackend({ url: address }).id).toContain(new URL(address).host)
  })

  it.each([
    'http://edge.example',
    'http://10.0.0.7:8500',
    'http://127.0.0.1.edge.example',
    'http://localhost.edge.example',
    'http://notlocalhost',
    'http://0.0.0.0:8500',
    'ftp://localhost',
    'file:///etc/passwd',
    'edge.example',
    '',
    `https://ada:${SECRET}@edge.example`,
    `https://edge.example/?key=${SECRET}`,
    `https://edge.example/#${SECRET}`,
  ])('is refused in clear or with secrets in it: %s', (address) => {
    const refusal = refusalOf({ url: address })
    expect(refusal).toMatchObject({ code: 'invalid-options', issues: [{ key: 'url' }] })
    expect(refusal.message).not.toContain(SECRET)
  })

  it.each([
    ['https://edge.example/v2', 'https://edge.example/'],
    ['https://edge.example/a//', 'https://edge.example/a'],
    ['https://edge.example/a/v2/', 'https://edge.example/a'],
    ['https://edge.example/av2', 'https://edge.example/av2'],
  ])('%s ends before /v2', (given, base) => {
    expect(parseRemoteBackendOptions({ url: given }).base.href).toBe(base)
  })
})

describe('other options', () => {
  it.each([
    ['timeoutMs', 0],
    ['timeoutMs', Number.NaN],
    ['maximumAnswerBytes', 0],
    ['encoding', 'xml'],
    ['fetch', 'fetch'],
    ['headers', { 'no name': SECRET }],
    ['headers', { authorization: `${SECRET}\n` + `x: ${SECRET}` }],
    ['header', {}],
  ])('refuse a wrong %s and name it, without its value', (key, value) => {
    const refusal = refusalOf({ url, [key]: value })
    expect(refusal.issues).toMatchObject([{ key }])
    expect(refusal.message).not.toContain(SECRET)
    expect(refusal.cause).toBeUndefined()
  })
})
