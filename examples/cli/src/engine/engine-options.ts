import { resolve } from 'node:path'
import { defaultDataFolder, type NodeEngineOptions } from '@faceward/node'
import type { Invocation } from '../cli.js'

/** What the global options and the environment say of the engine. */
export function engineOptions({ environment, global, signal, terminal }: Invocation): NodeEngineOptions {
  return {
    environment,
    dataFolder: dataFolder({ environment, global }),
    ...(global.store === undefined ? {} : { storePath: resolve(global.store) }),
    onNotice: (message) => terminal.remark(message),
    signal,
  }
}

/** The folder of the store and the development key. */
export function dataFolder({ environment, global }: Pick<Invocation, 'environment' | 'global'>): string {
  return global.dataFolder === undefined ? defaultDataFolder({ environment }) : resolve(global.dataFolder)
}
