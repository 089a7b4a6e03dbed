import { performStoreJob, type StoreJob } from '@faceward/conformance'
import { openSqliteStore } from '../src/index.js'

// node store-worker.mjs <path> <job as JSON>: does the job as a process of its own, and prints the result.
const [path, job] = process.argv.slice(2)
const store = await openSqliteStore({ path: path! })
const result = await performStoreJob(store, JSON.parse(job!) as StoreJob)
await store.close()
process.stdout.write(JSON.stringify(result))
