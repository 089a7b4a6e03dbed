import { describe, expect, it } from 'vitest'
import { readServerSettings } from '../src/server/server-settings.js'
import { threadBackend } from '../src/server/thread-backend.js'

const backendWith = (environment: Readonly<Record<string, string>>) =>
  threadBackend(readServerSettings(environment), () => {}).backend

describe('INFERENCE_THREADS with EDGE_FALLBACK_URL', () => {
  const threads = { INFERENCE_THREADS: '2' }
  const edge = 'https://edge.example/inference'

  it('has the threads fall back to the edge, as the engine does without them', () => {
    expect(backendWith({ ...threads, EDGE_FALLBACK_URL: edge })?.id).toMatch(/threads, else .*edge\.example$/)
  })

  it('has the threads alone where no edge is set, and leaves the choice to the engine without threads', () => {
    expect(backendWith(threads)?.id).not.toContain('else')
    expect(backendWith({ EDGE_FALLBACK_URL: edge })).toBeUndefined()
  })

  it('refuses an edge that would be sent faces in clear', () => {
    expect(() => backendWith({ ...threads, EDGE_FALLBACK_URL: 'http://edge.example' })).toThrow(
      /EDGE_FALLBACK_URL/,
    )
  })
})
