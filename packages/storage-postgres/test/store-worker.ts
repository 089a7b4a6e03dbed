import { performStoreJob, type StoreJob } from '@faceward/conformance'
import { openPostgresStore } from '../src/index.js'

// node store-worker.mjs <url> <schema> <job as JSON>: does the job as a process of its own, prints the result.
const [url, schema, job] = process.argv.slice(2)
const store = await openPostgresStore({ url: url!, schema: schema! })
const result = await performStoreJob(store, JSON.parse(job!) as StoreJob)
await store.close()
process.stdout.write(JSON.stringify(result))
