// Writes packages/adapters/openapi.json anew. Run after changing a route or a schema:
//   node --conditions=@faceward/source --import ./scripts/run-typescript.mjs packages/adapters/scripts/write-openapi.ts
// and `npm run format`.
import { writeFileSync } from 'node:fs'
import { openApiDocument } from '../src/index.js'

const file = new URL('../openapi.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(openApiDocument(), null, 2)}\n`)
