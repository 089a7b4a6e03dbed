import * as z from 'zod'

const rate = z.number().min(0).max(1)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits')
const bytes = z.int().positive()
const perChannel = z.tuple([z.number(), z.number(), z.number()])

const calibration = z.strictObject({
  kind: z.literal('logistic'),
  slope: z.number().positive(),
  midpoint: z.number().min(-1).max(1),
  operatingPoints: z.array(
    z.strictObject({ similarity: rate, fmr: rate, fmrUpper95: rate, fnmr: rate, fnmrUpper95: rate }),
  ),
  provenance: z.strictObject({
    dataset: z.string().min(1),
    matedComparisons: z.int().nonnegative(),
    nonMatedComparisons: z.int().nonnegative(),
    subjects: z.int().nonnegative(),
    date: z.iso.date(),
    command: z.string().min(1),
    pipeline: z.string().min(1),
    extrapolated: z.boolean().optional(),
  }),
})

const pinnedFile = z.strictObject({ path: z.string().min(1), sha256, bytes })

/** Parses a model manifest from JSON; unknown keys are refused. */
export const modelManifestSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'expected lower-case letters, digits, dots and dashes'),
  task: z.enum([
    'face-detection',
    'face-mesh',
    'face-embedding',
    'depth-embedding',
    'presentation-attack',
    'depth-estimation',
  ]),
  description: z.string().min(1),
  file: z.strictObject({ sha256, bytes }),
  origin: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('npm'),
      package: z.string().min(1),
      version: z.string().min(1),
      format: z.enum(['tfjs-graph', 'face-api']),
      files: z.array(pinnedFile).min(1),
    }),
    z.strictObject({ kind: z.literal('url'), url: z.url(), mirrors: z.array(z.url()).optional() }),
    z.strictObject({ kind: z.literal('file') }),
    z.strictObject({ kind: z.literal('built') }),
  ]),
  license: z.strictObject({
    spdx: z.string().min(1),
    commercialUse: z.boolean(),
    attribution: z.string().min(1),
    url: z.url().optional(),
    note: z.string().optional(),
  }),
  input: z.strictObject({
    width: z.int().positive().max(4096),
    height: z.int().positive().max(4096),
    layout: z.enum(['nchw', 'nhwc']),
    colorOrder: z.enum(['rgb', 'bgr']),
    mean: perChannel,
    std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
    name: z.string().optional(),
    channels: z.enum(['color', 'relief', 'normals']).optional(),
  }),
  alignment: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('arcface-five-point') }),
      z.strictObject({ kind: z.literal('dlib-five-point'), padding: z.number().min(0).max(2) }),
      z.strictObject({ kind: z.literal('box-eye-line'), scale: z.number().positive().max(8) }),
      z.strictObject({ kind: z.literal('box-upright'), scale: z.number().positive().max(8) }),
    ])
    .optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  embedding: z
    .strictObject({
      dimension: z.int().positive().max(4096),
      magnitudeIsQuality: z.boolean().optional(),
      name: z.string().optional(),
    })
    .optional(),
  depth: z
    .strictObject({ quantity: z.enum(['inverse-depth', 'depth']), name: z.string().optional() })
    .optional(),
  calibration: calibration.optional(),
})

/** Parses a calibration artefact from JSON; unknown keys are refused. */
export const calibrationSchema = calibration
