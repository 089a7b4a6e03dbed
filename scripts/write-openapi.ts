// Writes packages/adapters/openapi.json anew, after a change of a route or a schema: npm run write-openapi
import { writeFileSync } from 'node:fs'
import { openApiDocument } from '../packages/adapters/src/index.js'

const file = new URL('../packages/adapters/openapi.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(openApiDocument(), null, 2)}\n`)
