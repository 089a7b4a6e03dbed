import type { TemplateVault } from '@faceward/core'
import { type Embedder, StorageError, type Template, TemplateSecurityError } from '@faceward/spec'
import { openFernet } from '@faceward/template-cipher/fernet'
import { type PayloadFormat, parsePythonTemplate } from './parse-python-template.js'
import type { FernetEntry } from './read-fernet-file.js'
import { TENANT } from './with-vault.js'

/** What became of one token. */
export type ImportOutcome = 'imported' | 'would-import' | 'already-enrolled' | 'not-this-key' | 'no-embedding'

export interface ImportSettings {
  readonly vault: TemplateVault
  readonly key: Uint8Array
  readonly format: PayloadFormat
  readonly embedder: Pick<Embedder, 'modelId' | 'dimension'>
  readonly replace: boolean
  readonly dryRun: boolean
  readonly signal: AbortSignal
}

/** Opens one token and stores what is in it as a template of the embedder's model. */
export async function importToken(
  { subjectId, token }: FernetEntry,
  { vault, key, format, embedder, replace, dryRun, signal }: ImportSettings,
): Promise<ImportOutcome> {
  const opened = tryOpen(token, key)
  if (opened === undefined) return 'not-this-key'
  const vector = parsePythonTemplate(opened.plaintext, format, embedder.dimension)
  opened.plaintext.fill(0)
  if (vector === undefined) return 'no-embedding'
  try {
    const subject = await vault.pseudonym(TENANT, subjectId, { signal })
    const revision = await vault.revision(TENANT, subject, { signal })
    if (revision > 0 && !replace) return 'already-enrolled'
    if (dryRun) return 'would-import'
    const template: Template = {
      formatVersion: 1,
      subjectId,
      parts: [{ modality: 'rgb', modelId: embedder.modelId, vector, sampleCount: 1 }],
      // The token says nothing of the pictures it came from.
      quality: 0,
      assurance: 'none',
      enrolledAtMs: opened.createdAtMs,
    }
    await vault.save(TENANT, subject, template, revision, { signal })
    return 'imported'
  } catch (error) {
    if (StorageError.isInstance(error) && error.code === 'conflict') return 'already-enrolled'
    throw error
  } finally {
    vector.fill(0)
  }
}

function tryOpen(token: string, key: Uint8Array) {
  try {
    return openFernet(token, key)
  } catch (error) {
    if (TemplateSecurityError.isInstance(error)) return undefined
    throw error
  }
}
