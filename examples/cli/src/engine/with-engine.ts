import { createNodeEngine, type NodeEngine, type NodeEngineOptions } from '@faceward/node'
import type { CommandResult, Invocation } from '../cli.js'
import { startOnStore } from './start-on-store.js'

/** Starts the engine, does the work with it, and closes it whatever happens. */
export async function withEngine(
  invocation: Invocation,
  work: (engine: NodeEngine) => Promise<CommandResult>,
  overrides: NodeEngineOptions = {},
): Promise<CommandResult> {
  const engine = await startEngine(invocation, overrides)
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

// Loading takes a moment, on a slow machine seconds: then a bar is worth seeing.
async function startEngine(invocation: Invocation, overrides: NodeEngineOptions): Promise<NodeEngine> {
  const bar = invocation.terminal.progress('Loading models', 1)
  try {
    return await startOnStore(invocation, (options) =>
      createNodeEngine({
        ...options,
        onProgress: ({ done, total, modelId }) => bar.update(done / Math.max(1, total), modelId),
        ...overrides,
        parts: { ...options.parts, ...overrides.parts },
      }),
    )
  } finally {
    bar.stop()
  }
}
