import { parseOptions } from '@faceward/plugin-kit/schemas'
import type { DepthMap } from '@faceward/spec'
import { z } from 'zod'
import { createRandom, type Random } from '../random/random.js'
import { MATERIAL } from '../render/material.js'
import { SENSOR_MODELS, type SensorKind, type SensorModel } from './sensor-models.data.js'
import { smoothNoise } from './smooth-noise.js'

const schema = z.strictObject({
  kind: z.enum(['structured-light', 'time-of-flight', 'active-stereo']),
  seed: z.int().min(0).max(0xffffffff).default(1),
  trust: z.enum(['declared', 'driver', 'attested']).default('declared'),
})

/** Options of {@link createSimulatedDepthSensor}. */
export interface SimulatedDepthSensorOptions {
  readonly kind: SensorKind
  /** One device: its warp and its noise. 1 unless told. */
  readonly seed?: number
  /** Who is to vouch for the maps. `declared` unless told: a simulation proves nothing about anybody. */
  readonly trust?: 'declared' | 'driver' | 'attested'
}

/** What a sensor is shown besides the exact depth. */
export interface SenseOptions {
  /** One of `MATERIAL` a pixel: hair swallows infrared light, eyes mirror it. */
  readonly materials?: Uint8Array
  /** 1 where glass mirrors the sensor's light (screens); same size as the map. */
  readonly glass?: Uint8Array
  /** Number of the frame: another frame has other noise. */
  readonly sequence?: number
}

/** A depth camera that looks at an exact map. */
export interface SimulatedDepthSensor {
  readonly kind: SensorKind
  /** The map as the sensor would give it, registered to colour, at the exact map's size. */
  sense(exact: DepthMap, options?: SenseOptions): DepthMap
}

/**
 * A depth camera's errors over exact depth: noise that grows with distance and is alike among neighbours, a slow
 * warp of the device, shadows beside near edges, mixed or fattened edges, holes on dark hair and mirroring glass,
 * quantisation. The same seed and sequence give the same map. Numbers and their sources: `SENSOR_MODELS`.
 *
 * @throws ConfigurationError `invalid-options`
 */
export function createSimulatedDepthSensor(options: SimulatedDepthSensorOptions): SimulatedDepthSensor {
  const { kind, seed, trust } = parseOptions('createSimulatedDepthSensor', schema, options)
  const model = SENSOR_MODELS[kind]
  return {
    kind,
    sense(exact, { materials, glass, sequence = 0 } = {}) {
      const random = createRandom(seed, `${kind}/${sequence}`)
      const shadowed = castShadows(exact, model)
      const edges = model.flyingPixels > 0 ? mixEdges(exact, shadowed, random, model) : shadowed
      const data = addErrors(exact, edges, model, random, createRandom(seed, `${kind}/warp`))
      dropPixels(data, exact, model, random, materials, glass)
      return {
        width: exact.width,
        height: exact.height,
        data,
        intrinsics: exact.intrinsics,
        registeredToColor: true,
        provenance: {
          kind: 'sensed',
          method: kind,
          trust,
          accuracy: 'absolute',
          device: { vendor: 'faceward', model: `simulated ${kind}` },
        },
      }
    },
  }
}

/** Points that the projector or the second camera does not see: hidden behind something nearer, to one side. */
function castShadows(
  { width, height, data, intrinsics }: DepthMap,
  { baselineM }: SensorModel,
): Float32Array {
  const result = data.slice()
  if (baselineM === 0) return result
  const shift = intrinsics.focalX * baselineM
  for (let row = 0; row < height; row++) {
    let covered = Number.POSITIVE_INFINITY
    for (let column = width - 1; column >= 0; column--) {
      const i = row * width + column
      const z = data[i]!
      if (!(z > 0)) continue
      // Where the other eye's picture has this point; what lies to the right and nearer may come before it.
      const place = column - shift / z
      if (place > covered + 0.75) result[i] = 0
      else covered = Math.min(covered, place)
    }
  }
  return result
}

/** A time-of-flight pixel on an edge sees both surfaces and reports something between. */
function mixEdges(
  { width, data }: DepthMap,
  from: Float32Array,
  random: Random,
  { flyingPixels }: SensorModel,
): Float32Array {
  const result = from.slice()
  for (let i = width; i < data.length - width; i++) {
    const z = from[i]!
    if (z === 0) continue
    const other = data[i + (random.chance(0.5) ? 1 : width)]!
    if (Math.abs(other - z) < 0.02 * z || !random.chance(flyingPixels)) continue
    result[i] = z + (other - z) * random.uniform()
  }
  return result
}

function addErrors(
  { width, height, intrinsics }: DepthMap,
  from: Float32Array,
  model: SensorModel,
  random: Random,
  device: Random,
): Float32Array {
  const noise = smoothNoise(width, height, model.correlationPixels, random)
  const fine = smoothNoise(width, height, 1, random.fork('fine'))
  const warp = smoothNoise(width, height, width / 7, device)
  const result = new Float32Array(from.length)
  for (let i = 0; i < from.length; i++) {
    const z = from[i]!
    if (z === 0) continue
    const sigma = model.noiseAt1mM * z ** model.noisePower
    const value =
      z +
      sigma * (model.correlatedShare * noise[i]! + (1 - model.correlatedShare) * fine[i]!) +
      model.warpAt1mM * z * warp[i]!
    result[i] = quantise(value, model, intrinsics.focalX)
  }
  return result
}

function quantise(z: number, { stepM, disparityStep, baselineM }: SensorModel, focal: number): number {
  if (disparityStep === 0) return stepM === 0 ? z : Math.round(z / stepM) * stepM
  const disparity = (focal * baselineM) / z
  return (focal * baselineM) / Math.max(disparityStep, Math.round(disparity / disparityStep) * disparityStep)
}

function dropPixels(
  data: Float32Array,
  { width, height }: DepthMap,
  model: SensorModel,
  random: Random,
  materials: Uint8Array | undefined,
  glass: Uint8Array | undefined,
): void {
  const blobs = smoothNoise(width, height, 5, random.fork('holes'))
  for (let i = 0; i < data.length; i++) {
    const material = materials?.[i]
    const isHair = material === MATERIAL.hair
    const mirrors = glass?.[i] === 1 || material === MATERIAL.glasses
    const share = isHair
      ? model.hairLoss
      : mirrors
        ? model.glassLoss
        : material === MATERIAL.eye
          ? model.eyeLoss
          : 0
    // The blobs are standard normal: this many deviations leave about that share.
    if ((share > 0 && blobs[i]! > 1.7 * (1 - 2 * share)) || random.chance(model.dropout)) data[i] = 0
  }
}
