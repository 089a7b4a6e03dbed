import { parentPort, workerData } from 'node:worker_threads'
import { copyOfError } from '@faceward/plugin-kit'
import { FacewardError, InferenceError, type InferenceSession } from '@faceward/spec'
import { createNodeBackend } from '../create-node-backend.js'
import type { NodeBackendOptions } from '../node-backend-options.js'
import {
  memoryOf,
  type ThreadFailure,
  type ThreadReply,
  type ThreadRequest,
  type ThreadTask,
} from './messages.js'

// The other side of inference-thread.ts: the node backend in a thread of its own.
const port = parentPort
if (port) {
  const backend = createNodeBackend(workerData as NodeBackendOptions)
  const sessions = new Map<number, InferenceSession>()
  const sessionOf = (number: number) => {
    const session = sessions.get(number)
    if (session === undefined)
      throw new InferenceError('There is no such model.', { code: 'backend-failure' })
    return session
  }

  async function perform(task: ThreadTask): Promise<{ result: unknown; memory?: ArrayBuffer[] }> {
    if (task.task === 'run') {
      const results = await sessionOf(task.session).run(task.feeds)
      return { result: results, memory: memoryOf(results) }
    }
    if (task.task === 'dispose') {
      await sessionOf(task.session).dispose()
      sessions.delete(task.session)
      return { result: undefined }
    }
    const session = await backend.load(task.model)
    sessions.set(task.session, session)
    return { result: { inputs: session.inputs, outputs: session.outputs } }
  }

  port.on('message', async ({ number, task }: ThreadRequest) => {
    try {
      const { result, memory = [] } = await perform(task)
      const reply: ThreadReply = { number, result }
      port.postMessage(reply, memory)
    } catch (error) {
      const reply: ThreadReply = { number, failure: failureOf(error) }
      port.postMessage(reply)
    }
  })
}

function failureOf(error: unknown): ThreadFailure {
  const known = FacewardError.isInstance(error)
    ? error
    : new InferenceError('The thread that runs the models failed.', { code: 'backend-failure', cause: error })
  return { ...copyOfError(known), ...(known.cause instanceof Error ? { cause: known.cause } : {}) }
}
