import { createNodeEngine } from '@faceward/node'
import { COLLECTIONS, type StoredRecord, type SubjectSummary } from '@faceward/spec'
import type { RegisterCommand } from '../cli.js'
import { engineOptions } from '../engine/engine-options.js'
import { EXIT } from '../exit-codes.js'
import { InputError } from '../input-error.js'
import { formatTable } from '../terminal/table.js'
import { TENANT, withVault } from '../vault/with-vault.js'

/** A record as it is told of: everything but what is in it. */
interface RecordSummary {
  readonly collection: string
  readonly id: string
  readonly revision: number
  readonly bytes: number
  readonly createdAt: string
  readonly updatedAt: string
  readonly expiresAt?: string
}

/** `faceward export <subject>`: what is kept of a person, for who asks; metadata, never a template. */
export const registerExport: RegisterCommand = (program, cli) => {
  program
    .command('export')
    .description('show what is kept of a subject: metadata, never a template')
    .argument('<subject>', 'the id the person is enrolled under')
    .action(
      cli.action<[string], object>((invocation, [subjectId]) =>
        withVault(invocation, async ({ store, cipher }) => {
          const { signal } = invocation
          // The engine is not closed: store and cipher are the vault's, and it has no models.
          const engine = await createNodeEngine({
            ...engineOptions(invocation),
            models: 'none',
            parts: { store, cipher },
          })
          const subject = await engine.pseudonym({ subjectId, signal })
          const records: RecordSummary[] = []
          for (const collection of COLLECTIONS) {
            const page = await store.list({ collection, tenantId: TENANT, subject, limit: 1000, signal })
            records.push(...page.records.map(summarise))
          }
          const summary = await engine.describeSubject({ subjectId, signal })
          if (summary === undefined && records.length === 0) {
            throw new InputError(`Nothing is kept of ${subjectId}.`, 'unknown-subject')
          }
          return {
            exitCode: EXIT.ok,
            result: { subject: subjectId, pseudonym: subject, template: summary ?? null, records },
            print: (to) => {
              to.line(`${subjectId} is kept as ${subject}.`)
              if (summary) for (const line of describe(summary)) to.line(`  ${line}`)
              to.line()
              const heading = ['collection', 'record', 'revision', 'bytes', 'created', 'written', 'ends']
              to.line(formatTable(heading, records.map(row)))
            },
          }
        }),
      ),
    )
}

function summarise({
  key,
  revision,
  bytes,
  createdAtMs,
  updatedAtMs,
  expiresAtMs,
}: StoredRecord): RecordSummary {
  return {
    collection: key.collection,
    id: key.id,
    revision,
    bytes: bytes.length,
    createdAt: new Date(createdAtMs).toISOString(),
    updatedAt: new Date(updatedAtMs).toISOString(),
    ...(expiresAtMs === undefined ? {} : { expiresAt: new Date(expiresAtMs).toISOString() }),
  }
}

function describe({
  enrolledAtMs,
  sampleCount,
  modelIds,
  keyId,
  consentReference,
}: SubjectSummary): string[] {
  return [
    `enrolled ${new Date(enrolledAtMs).toISOString()} from ${sampleCount} ${sampleCount === 1 ? 'picture' : 'pictures'}`,
    `models ${modelIds.join(', ')}`,
    `sealed with key ${keyId}`,
    ...(consentReference === undefined ? [] : [`consent ${consentReference}`]),
  ]
}

function row({ collection, id, revision, bytes, createdAt, updatedAt, expiresAt = 'never' }: RecordSummary) {
  return [collection, id, String(revision), String(bytes), createdAt, updatedAt, expiresAt]
}
