// What an application's page imports, for the size of its JavaScript in web-engine.measure.ts.
import { createCameraCapture, createWebEngine, issueChallenge } from '@faceward/web'

Object.assign(globalThis, { createCameraCapture, createWebEngine, issueChallenge })
