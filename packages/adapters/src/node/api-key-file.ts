import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseConfiguration } from '@faceward/core'
import { ConfigurationError } from '@faceward/spec'
import type { ApiKeyRecord } from '../keys/api-key.js'
import { type ApiKeySource, type ApiKeySourceHealth, assertDistinctKeys } from '../keys/api-key-source.js'

/** What became of a file of keys that was not what it had been. */
export type ApiKeyFileChange =
  | { readonly status: 'taken'; readonly keys: readonly ApiKeyRecord[] }
  /** The keys before still hold. */
  | { readonly status: 'unusable'; readonly why: string }

/** Options of {@link openApiKeyFile}. */
export interface ApiKeyFileOptions {
  readonly path: string
  /** How often the file is looked at, in milliseconds; default 5,000. */
  readonly everyMs?: number
  /** Between two reads that have to be the same; 200 ms by default. */
  readonly pause?: () => Promise<unknown>
  /** Told once of each change. */
  readonly onChange?: (change: ApiKeyFileChange) => void
}

/** Keys of a file, for the option `keys` of `createFaceApi`. */
export interface ApiKeyFile extends ApiKeySource {
  /** Looks at the file now. */
  refresh(): Promise<void>
  /** Stops looking. */
  close(): void
}

const EVERY_MS = 5000
const PAUSE_MS = 200
/** Reads of a file that is never the same twice, until the next look. */
const MOST_READS = 10

const HEALTH = {
  usable: { status: 'ok' },
  unusable: {
    status: 'ok',
    detail: 'The file of API keys changed and cannot be used; the keys before hold.',
  },
  empty: { status: 'failing', detail: 'The file of API keys holds no key: nobody may call.' },
} as const satisfies Record<string, ApiKeySourceHealth>

/**
 * Keys of a file in the form of API_KEYS, an entry a line, which is read anew when it changes: an entry that is taken
 * out is revoked, one that is put in holds, without a restart. A file that cannot be read or understood changes nothing
 * and is told; one that holds no entry any more revokes all. What changed is taken once two reads in a row are the same,
 * so a file that is being written in place is not read torn. Better replace it in one step (rename), as Kubernetes does.
 * @throws ConfigurationError when the file cannot be used at the start, or is empty.
 */
export async function openApiKeyFile({
  path,
  everyMs = EVERY_MS,
  pause = () => sleep(PAUSE_MS),
  onChange,
}: ApiKeyFileOptions): Promise<ApiKeyFile> {
  const read = () => readText(path).catch((error: Error) => error)
  const first = (await settled(read, pause)) ?? unusable(path, 'it changes all the time.')
  if (first instanceof Error) throw first
  const state = { text: first, keys: keysOf(first, path), health: HEALTH.usable as ApiKeySourceHealth }
  if (state.keys.length === 0) throw unusable(path, 'it holds no key.')
  const last: { refresh: Promise<void> } = { refresh: Promise.resolve() }

  async function look(): Promise<void> {
    const found = await settled(read, pause, state.text)
    if (found === undefined || textOf(found) === state.text) return
    state.text = textOf(found)
    const change = found instanceof Error ? unusableFor(found) : take(found)
    if (change.status === 'taken') state.keys = change.keys
    state.health =
      state.keys.length === 0 ? HEALTH.empty : change.status === 'taken' ? HEALTH.usable : HEALTH.unusable
    onChange?.(change)
  }

  function take(text: string): ApiKeyFileChange {
    try {
      return { status: 'taken', keys: keysOf(text, path) }
    } catch (error) {
      return unusableFor(error as Error)
    }
  }

  const refresh = () => {
    last.refresh = last.refresh.then(look, look)
    return last.refresh
  }
  const timer = setInterval(() => refresh().catch(() => {}), everyMs).unref()
  return {
    current: () => state.keys,
    health: () => state.health,
    refresh,
    close: () => clearInterval(timer),
  }
}

/** What two reads in a row found, or one that found what is known; undefined while no two are the same. */
async function settled(
  read: () => Promise<string | Error>,
  pause: () => Promise<unknown>,
  known?: string,
): Promise<string | Error | undefined> {
  let before = await read()
  for (let reads = 1; reads < MOST_READS; reads++) {
    if (textOf(before) === known) return before
    await pause()
    const now = await read()
    if (textOf(now) === textOf(before)) return now
    before = now
  }
  return undefined
}

const textOf = (found: string | Error) => (found instanceof Error ? found.message : found)

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw unusable(path, `it cannot be read (${cause.code}).`)
  })
}

const unusableFor = ({ message: why }: Error): ApiKeyFileChange => ({ status: 'unusable', why })

const keysIn = (text: string) => parseConfiguration({}, { API_KEYS: text }).apiKeys

function keysOf(text: string, path: string): readonly ApiKeyRecord[] {
  const lines = text.split('\n').map((line) => line.trim())
  const isEntry = (line: string) => line !== '' && !line.startsWith('#')
  if (!lines.some(isEntry)) return []
  try {
    const keys = keysIn(text)
    assertDistinctKeys(keys)
    return keys
  } catch (error) {
    const number = lines.findIndex((line) => isEntry(line) && faultOf(line) !== undefined)
    const why = faultOf(lines[number] ?? '')
    throw unusable(path, number < 0 ? (error as Error).message : `line ${number + 1}: ${why}`)
  }
}

function faultOf(line: string): string | undefined {
  try {
    keysIn(line)
    return undefined
  } catch (error) {
    return ConfigurationError.isInstance(error) ? error.issues[0]?.message : String(error)
  }
}

function unusable(path: string, why: string): ConfigurationError {
  return new ConfigurationError(`The file of API keys ${path} cannot be used: ${why}`, {
    code: 'invalid-options',
    issues: [{ key: 'API_KEYS_FILE', message: why }],
  })
}
