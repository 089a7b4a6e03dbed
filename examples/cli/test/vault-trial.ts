import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTemplateVault } from '@faceward/core'
import { openNodeVault, systemRandom } from '@faceward/node'
import type { TemplateStore } from '@faceward/spec'
import { generateHexKey } from '@faceward/template-cipher'
import { afterEach, beforeEach } from 'vitest'
import { COMMANDS } from '../src/commands.js'
import { runCli } from '../src/run-cli.js'

const [oldKey, newKey] = [generateHexKey(systemRandom), generateHexKey(systemRandom)]
export const OLD = { BIOMETRIC_TEMPLATE_KEY: oldKey }
export const BOTH = { BIOMETRIC_TEMPLATE_KEYS: `k1:${newKey}`, BIOMETRIC_TEMPLATE_KEY: oldKey }
export const NEW = { BIOMETRIC_TEMPLATE_KEYS: `k1:${newKey}` }
type Environment = Readonly<Record<string, string | undefined>>

/** A data folder for each test of the file that imports this, and the commands run in this process on it. */
export const state = { folder: '' }
beforeEach(() => {
  state.folder = mkdtempSync(join(tmpdir(), 'faceward-cli-vault-'))
})
afterEach(() => rmSync(state.folder, { recursive: true, force: true }))

export async function run(args: readonly string[], environment: Environment = {}) {
  const written = { stdout: '', stderr: '' }
  const sink = (name: 'stdout' | 'stderr') => ({
    write(text: string | Uint8Array) {
      written[name] += String(text)
      return true
    },
  })
  const exitCode = await runCli(COMMANDS, ['--data-folder', state.folder, ...args], {
    environment,
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    signal: new AbortController().signal,
  })
  return { exitCode, ...written }
}

export const json = async (args: readonly string[], environment: Environment) =>
  JSON.parse((await run(['--json', ...args], environment)).stdout)

/** Stores templates as enrolments would, in the store given or the file of the data folder; closes it. */
export async function enrol(
  subjects: readonly string[],
  environment: Environment,
  { tenantId = 'default', store }: { readonly tenantId?: string; readonly store?: TemplateStore } = {},
): Promise<void> {
  const parts = store === undefined ? {} : { store }
  const opened = await openNodeVault({ environment, dataFolder: state.folder, parts })
  const vault = createTemplateVault({ ...opened, random: systemRandom })
  for (const subjectId of subjects) {
    const subject = await vault.pseudonym(tenantId, subjectId)
    const vector = Float32Array.from({ length: 4 }, () => 0.5)
    const parts = [{ modality: 'rgb', modelId: 'model-1', vector, sampleCount: 3 }] as const
    const template = {
      formatVersion: 1,
      subjectId,
      parts,
      quality: 0.9,
      assurance: 'stills',
      enrolledAtMs: 1000,
    } as const
    await vault.save(tenantId, subject, template, 0)
  }
  await opened.store.close()
  await opened.cipher.dispose()
}
