import { isMainThread, Worker } from 'node:worker_threads'

// Runs the script named as a thread, in a process whose own thread never loads the backend. A failure ends it with 1.
if (isMainThread) new Worker(process.argv[2]!)
