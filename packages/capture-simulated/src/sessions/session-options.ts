import { z } from 'zod'
import { SESSION_ACTIONS } from './challenge.js'
import { SESSION_SPECIES } from './species.js'

export const sessionSchema = z.strictObject({
  species: z.enum(SESSION_SPECIES),
  seed: z.int().min(0).max(0xffffffff),
  durationMs: z.number().min(1).max(120_000).default(3000),
  framesPerSecond: z.number().min(1).max(120).default(10),
  size: z
    .strictObject({ width: z.int().min(32).max(1920), height: z.int().min(32).max(1920) })
    .default({ width: 320, height: 240 }),
  subjectSeed: z.int().min(0).max(0xffffffff).optional(),
  depthSensor: z.enum(['exact', 'structured-light', 'time-of-flight', 'active-stereo']).optional(),
  challenge: z
    .array(z.strictObject({ action: z.enum(SESSION_ACTIONS), atMs: z.number().min(0) }))
    .default([]),
})

/**
 * | option | what | default |
 * |---|---|---|
 * | `species` | what stands before the camera | |
 * | `seed` | of motion, light, camera and instrument | |
 * | `subjectSeed` | of the person who is shown | `seed` |
 * | `durationMs`, `framesPerSecond` | up to 120,000 and 120 | 3,000, 10 |
 * | `size` | of the frames | 320 x 240 |
 * | `depthSensor` | `exact`, or a kind of sensor; colour alone when left out | none |
 * | `challenge` | actions and when they are asked for; an attacker does what the instrument lets them | none |
 */
export type SessionOptions = z.input<typeof sessionSchema>
export type ParsedSession = z.output<typeof sessionSchema>
