// Part of the build: the models beside the application.
import { fileURLToPath } from 'node:url'
import { writeServedModels } from './serve-models.js'

await writeServedModels(fileURLToPath(new URL('../dist/models', import.meta.url)))
