import { expect } from 'vitest'
import { createEngine } from '../src/index.js'
import { composition, frame, type Scene } from './composition.js'

export const ALIKE = 0.1
export const STRANGER = 1.2
export const frames = (...scenes: Scene[]) => scenes.map(frame)
export const three = () => frames({ angle: 0 }, { angle: ALIKE }, { angle: -ALIKE })
export const codes = (reasons: readonly { code: string }[]) => reasons.map(({ code }) => code)

/** An engine in which `ada` is enrolled, and its parts. */
export async function enrolled(overrides: Parameters<typeof composition>[0] = {}, options = {}) {
  const parts = composition(overrides)
  const engine = createEngine(parts, options)
  const enrolment = await engine.enroll({ subjectId: 'ada', frames: three() })
  expect(enrolment.decision).toBe('enrolled')
  return { engine, parts }
}
