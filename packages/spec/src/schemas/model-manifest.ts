import * as z from 'zod/mini'

const rate = z.number().check(z.minimum(0), z.maximum(1))
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits'))
const positive = z.number().check(z.positive())
const count = z.int().check(z.nonnegative())
const bytes = z.int().check(z.positive())
const text = z.string().check(z.minLength(1))
const side = z.int().check(z.positive(), z.maximum(4096))
const scale = z.number().check(z.positive(), z.maximum(8))
const perChannel = z.tuple([z.number(), z.number(), z.number()])

const calibration = z.strictObject({
  kind: z.literal('logistic'),
  slope: positive,
  midpoint: z.number().check(z.minimum(-1), z.maximum(1)),
  operatingPoints: z.array(
    z.strictObject({ similarity: rate, fmr: rate, fmrUpper95: rate, fnmr: rate, fnmrUpper95: rate }),
  ),
  provenance: z.strictObject({
    dataset: text,
    matedComparisons: count,
    nonMatedComparisons: count,
    subjects: count,
    date: z.iso.date(),
    command: text,
    pipeline: text,
    extrapolated: z.optional(z.boolean()),
  }),
})

const pinnedFile = z.strictObject({ path: text, sha256, bytes })

/** Parses a model manifest from JSON; unknown keys are refused. */
export const modelManifestSchema = z.strictObject({
  id: z
    .string()
    .check(z.regex(/^[a-z0-9][a-z0-9.-]*$/, 'expected lower-case letters, digits, dots and dashes')),
  task: z.enum([
    'face-detection',
    'face-mesh',
    'face-embedding',
    'depth-embedding',
    'presentation-attack',
    'depth-estimation',
  ]),
  description: text,
  file: z.strictObject({ sha256, bytes, answersAs: z.optional(sha256) }),
  origin: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('npm'),
      package: text,
      version: text,
      format: z.enum(['tfjs-graph', 'tfjs-layers', 'face-api', 'tflite', 'onnx']),
      files: z.array(pinnedFile).check(z.minLength(1)),
    }),
    z.strictObject({ kind: z.literal('url'), url: z.url(), mirrors: z.optional(z.array(z.url())) }),
    z.strictObject({ kind: z.literal('file') }),
    z.strictObject({ kind: z.literal('built') }),
  ]),
  license: z.strictObject({
    spdx: text,
    commercialUse: z.boolean(),
    attribution: text,
    url: z.optional(z.url()),
    note: z.optional(z.string()),
  }),
  input: z.strictObject({
    width: side,
    height: side,
    layout: z.enum(['nchw', 'nhwc']),
    colorOrder: z.enum(['rgb', 'bgr']),
    mean: perChannel,
    std: z.tuple([positive, positive, positive]),
    name: z.optional(z.string()),
    channels: z.optional(z.enum(['color', 'relief', 'normals'])),
  }),
  alignment: z.optional(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('arcface-five-point') }),
      z.strictObject({
        kind: z.literal('dlib-five-point'),
        padding: z.number().check(z.minimum(0), z.maximum(2)),
      }),
      z.strictObject({ kind: z.literal('box-eye-line'), scale: scale }),
      z.strictObject({ kind: z.literal('box-upright'), scale: scale }),
    ]),
  ),
  outputs: z.optional(z.record(z.string(), z.string())),
  embedding: z.optional(
    z.strictObject({
      dimension: side,
      magnitudeIsQuality: z.optional(z.boolean()),
      name: z.optional(z.string()),
    }),
  ),
  depth: z.optional(
    z.strictObject({ quantity: z.enum(['inverse-depth', 'depth']), name: z.optional(z.string()) }),
  ),
  calibration: z.optional(calibration),
})

/** Parses a calibration artefact from JSON; unknown keys are refused. */
export const calibrationSchema = calibration
