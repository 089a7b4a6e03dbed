import * as z from 'zod/mini'
import { type Setting, text } from './setting.js'
import { some, wholeSetting } from './setting-kinds.js'

/** Settings of the networks that make templates. */
export const RECOGNITION_SETTINGS = {
  EMBEDDING_DIM: wholeSetting(64, 4096, 512),
  EMBEDDING_MODEL: {
    schema: z._default(some, 'default'),
    fromText: text.string,
    expected: "'default', 'placeholder', the id of a known model, or the path of a manifest",
  },
  DEPTH_EMBEDDING_MODEL: {
    schema: z._default(some, 'none'),
    fromText: text.string,
    expected: "'none', 'surface-slopes', or the path of a manifest",
  },
  DEVICE: {
    schema: z._default(z.enum(['cpu', 'webgpu', 'cuda', 'coreml', 'dml']), 'cpu'),
    fromText: text.string,
    expected: 'cpu, webgpu, cuda, coreml or dml',
  },
} as const satisfies Record<string, Setting>
