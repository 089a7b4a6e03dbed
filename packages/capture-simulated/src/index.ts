export type { Anchors } from './anatomy/anchors.js'
export type { HeadModel } from './anatomy/head-model.js'
export { createSimulatedCapture, type SimulatedCaptureOptions } from './capture/simulated-capture.js'
export {
  createSimulatedPerson,
  type SimulatedPerson,
  type SimulatedPersonOptions,
} from './person/simulated-person.js'
export type { Traits } from './person/traits.js'
export { MATERIAL, type MaterialId, type MaterialName } from './render/material.js'
export { type FrameTiming, type RenderedFrame, renderFrame } from './render/render-frame.js'
export { type SampleScenesOptions, sampleScenes } from './scene/sample-scenes.js'
export type { SceneOptions } from './scene/scene-options.js'
export {
  createSimulatedDepthSensor,
  type SenseOptions,
  type SimulatedDepthSensor,
  type SimulatedDepthSensorOptions,
} from './sensors/depth-sensor.js'
export type { SensorKind } from './sensors/sensor-models.data.js'
export { type AskedAction, SESSION_ACTIONS, type SessionAction } from './sessions/challenge.js'
export { createSession, type Session, type SessionSources } from './sessions/create-session.js'
export type { Recording } from './sessions/recording.js'
export type { SessionOptions } from './sessions/session-options.js'
export type { SessionFrameTruth, SessionTruth } from './sessions/session-truth.js'
export { SESSION_SPECIES, type SessionSpecies } from './sessions/species.js'
export type { GroundTruth } from './truth/ground-truth.js'
export { LANDMARK_NAMES, type Landmark, type LandmarkName, type Landmarks } from './truth/landmarks.js'
