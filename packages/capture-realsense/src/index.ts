export { createRealsenseRecording, type RealsenseRecordingOptions } from './recording/realsense-recording.js'
