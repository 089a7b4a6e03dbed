import { createCameraCapture } from '@faceward/capture-monocular/browser'
import { startApp } from './app.js'
import { loadEngine } from './load-engine.js'
import { keepOffline } from './offline/keep-offline.js'

startApp({ loadEngine, camera: createCameraCapture() })
void keepOffline()
