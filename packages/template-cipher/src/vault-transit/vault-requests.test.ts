import type { KeyProviderError } from '@faceward/spec'
import { afterEach, expect, it, vi } from 'vitest'
import { createVaultTransit, type VaultTransitOptions } from './vault-transit.js'

const at = (options: Partial<VaultTransitOptions>) =>
  createVaultTransit({ address: 'https://v.example', keyName: 'k', token: () => 't', ...options })
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (failure: KeyProviderError) => failure,
  )

afterEach(() => void vi.useRealTimers())

it('a Vault behind a path is asked below it, with or without a slash at its end, by POST', async () => {
  const asked: string[] = []
  for (const address of ['https://v.example/vault', 'https://v.example/vault/']) {
    const fetch: VaultTransitOptions['fetch'] = async (url, init) => {
      asked.push(`${init?.method} ${url}`)
      return Response.json({ data: { ciphertext: 'vault:v1:x' } })
    }
    expect(await at({ address, fetch }).wrap(Uint8Array.of(1), {})).toBe('vault:v1:x')
  }
  expect(asked).toEqual(Array(2).fill('POST https://v.example/vault/v1/transit/encrypt/k'))
})

it.each([undefined, 70])(
  'a Vault that does not answer is waited for 5 seconds, or %s ms',
  async (timeoutMs) => {
    vi.useFakeTimers()
    const state = { failed: false }
    const fetch: VaultTransitOptions['fetch'] = (_, init) =>
      new Promise((_resolve, reject) => {
        init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason))
      })
    const failing = failureOf(at({ fetch, ...(timeoutMs && { timeoutMs }) }).wrap(Uint8Array.of(1), {}))
    void failing.then(() => {
      state.failed = true
    })
    await vi.advanceTimersByTimeAsync((timeoutMs ?? 5000) - 1)
    expect(state.failed).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await failing).toMatchObject({ code: 'unavailable', retryable: true })
  },
)

it.each([
  [403, false],
  [400, false],
  [404, false],
  [429, true],
  [503, true],
])('what Vault refuses with %i may be tried again: %s', async (status, retryable) => {
  const fetch = async () => new Response('{}', { status })
  expect(await failureOf(at({ fetch }).unwrap('x', {}))).toMatchObject({ retryable })
})

it('what answers with something else than text is not Vault', async () => {
  for (const ciphertext of [undefined, '', 1, ['x']]) {
    const fetch = async () => Response.json({ data: { ciphertext } })
    for (const asked of [at({ fetch }).wrap(Uint8Array.of(1), {}), at({ fetch }).rewrap!('x', {})])
      expect(await failureOf(asked)).toMatchObject({ name: 'KeyProviderError', code: 'unavailable' })
  }
})

it('an address, key or mount that is refused is named with what it must be', () => {
  for (const [key, value] of [
    ['address', 'nothing'],
    ['keyName', ''],
    ['mount', '..'],
  ])
    expect(() => at({ [key!]: value })).toThrow(
      expect.objectContaining({ issues: [{ key, message: expect.stringMatching(/./) }] }),
    )
})
