export {
  createDynamicDepthCapture,
  type DynamicDepthCaptureOptions,
} from './files/dynamic-depth/dynamic-depth-capture.js'
export { createHeicCapture, type HeicCaptureOptions } from './files/heic/heic-capture.js'
export { createMcapCapture, type McapCaptureOptions } from './files/mcap/mcap-capture.js'
export {
  createMcapRecorder,
  type McapRecorder,
  type McapRecorderOptions,
} from './files/mcap/mcap-recorder.js'
export { createRecord3dCapture, type Record3dCaptureOptions } from './files/record3d/record3d-capture.js'
export { createTumCapture, type TumCaptureOptions } from './files/tum/tum-capture.js'
export type { AcceptedPhone, PhoneArrival, PhoneSession, ReadyMessage } from './receive/phone-protocol.js'
export {
  createPhoneReceiver,
  type PhoneReceiver,
  type PhoneReceiverOptions,
} from './receive/phone-receiver.js'
