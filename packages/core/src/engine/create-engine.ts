import {
  type CallOptions,
  DisposedError,
  type Engine,
  type EngineEvent,
  type EngineHealth,
  FacewardError,
  InvalidRequestError,
  type Reason,
  StorageError,
  type SubjectRequest,
  type SubjectSummary,
  TemplateSecurityError,
} from '@faceward/spec'
import { createTemplateVault, type StoredTemplate } from '../templates/template-vault.js'
import { checkComposition } from './check-composition.js'
import type { Decoys } from './decoys.js'
import { type EngineOptions, parseEngineOptions } from './engine-options.js'
import type { EngineParts } from './engine-parts.js'
import { enroll } from './enroll.js'
import { knownSubjectIdFault, newSubjectIdFault, tenantIdFault } from './subject-id.js'
import { verify } from './verify.js'

const LONGEST_PURPOSE = 64

/**
 * Composes an engine from its parts and checks once that they fit: specification versions, a calibrated
 * embedder, no placeholder. The engine owns its parts and closes them.
 * @throws ConfigurationError when a part or an option does not fit.
 */
export function createEngine(parts: EngineParts, options: EngineOptions = {}): Engine {
  const settings = parseEngineOptions(options)
  checkComposition(parts, settings)
  const vault = createTemplateVault(parts)
  const composed = { ...parts, vault, decoys: decoysWhenAsked({ ...parts, vault }) }
  const lifetime: { closing?: Promise<void> } = {}
  const assertOpen = () => {
    if (lifetime.closing !== undefined) throw new DisposedError('The engine')
  }

  async function pseudonymOf(
    request: SubjectRequest,
    faultOf = knownSubjectIdFault,
  ): Promise<{ tenantId: string; subject: string }> {
    assertOpen()
    const tenantId = tenantOf(request)
    const subjectId = checkId('subjectId', request.subjectId, faultOf)
    const subject = await vault.pseudonym(tenantId, subjectId, request)
    return { tenantId, subject }
  }

  /** Finds the subject's pseudonym, runs the work, and reports it as an event. */
  async function perform<Result>(
    request: { subjectId: string; tenantId?: string } & CallOptions,
    describe: (
      result: Result,
    ) => Pick<EngineEvent, 'type' | 'outcome' | 'policyId'> & { reasons?: readonly Reason[] },
    work: (at: { tenantId: string; subject: string }) => Promise<Result>,
    faultOf = knownSubjectIdFault,
  ): Promise<Result> {
    request.signal?.throwIfAborted()
    const startedMs = parts.clock.monotonic()
    const { tenantId, subject } = await pseudonymOf(request, faultOf)
    const emit = (event: Pick<EngineEvent, 'type' | 'outcome' | 'policyId' | 'reasonCodes'>) => {
      const modelId = parts.embedder.modelId
      const durationMs = parts.clock.monotonic() - startedMs
      tell(parts, { ...event, atMs: parts.clock.now(), tenantId, subject, modelId, durationMs })
    }
    try {
      const result = await work({ tenantId, subject })
      const { reasons = [], ...event } = describe(result)
      emit({ ...event, reasonCodes: reasons.map(({ code }) => code) })
      return result
    } catch (error) {
      emit({ type: 'failed', reasonCodes: [FacewardError.isInstance(error) ? error.code : 'unexpected'] })
      throw error
    }
  }

  return {
    enroll: (request) =>
      perform(
        request,
        ({ decision, reasons }) => ({
          type: decision === 'enrolled' ? 'enrolled' : 'enrolment_refused',
          outcome: decision,
          reasons,
        }),
        (at) => {
          if (request.consentReference !== undefined) checkId('consentReference', request.consentReference)
          return enroll(composed, settings, { ...request, ...at })
        },
        newSubjectIdFault,
      ),

    verify: (request) =>
      perform(
        request,
        ({ decision, reasons, policyId }) => ({ type: 'verified', outcome: decision, reasons, policyId }),
        (at) => verify(composed, settings, { ...request, ...at }),
      ),

    deleteSubject: (request) =>
      perform(
        request,
        () => ({ type: 'deleted' }),
        async ({ tenantId, subject }) => ({
          deletedRecords: await vault.deleteSubject(tenantId, subject, request),
        }),
      ),

    pseudonym: (request) => pseudonymOf(request).then(({ subject }) => subject),

    async keyedDigest({ purpose, text, tenantId, ...call }) {
      assertOpen()
      if (purpose.length === 0 || purpose.length > LONGEST_PURPOSE) {
        throw new InvalidRequestError(`purpose: expected 1 to ${LONGEST_PURPOSE} characters.`)
      }
      return vault.digest(tenantOf({ tenantId }), purpose, text, call)
    },

    async describeSubject(request) {
      const { tenantId, subject } = await pseudonymOf(request)
      const stored = await vault.load(tenantId, subject, request)
      return stored && summarise(stored)
    },

    async listSubjects(request = {}) {
      assertOpen()
      const { templates, nextCursor } = await vault.list({
        ...request,
        tenantId: tenantOf(request),
      })
      return { subjects: templates.map(summarise), ...(nextCursor === undefined ? {} : { nextCursor }) }
    },

    async health(call = {}) {
      assertOpen()
      const store = await parts.store.health(call)
      const keys = await keyHealth(() => vault.pseudonym('default', 'health', call))
      const failing = [store, keys].some(({ status }) => status === 'failing')
      return { status: failing ? 'failing' : 'ok', parts: { store, keys } }
    },

    close() {
      lifetime.closing ??= closeAll(parts)
      return lifetime.closing
    },
  }
}

/** Loaded with the first claim that conceals who is unknown: pages on people's own devices never have one. */
function decoysWhenAsked(parts: Parameters<typeof import('./decoys.js')['createDecoys']>[0]): Decoys {
  const made: { decoys?: Promise<Decoys> } = {}
  return {
    async of(...asked) {
      made.decoys ??= import('./decoys.js').then(({ createDecoys }) => createDecoys(parts))
      return (await made.decoys).of(...asked)
    },
  }
}

async function keyHealth(useKey: () => Promise<unknown>): Promise<EngineHealth['parts'][string]> {
  try {
    await useKey()
    return { status: 'ok' }
  } catch (error) {
    const detail = keyFailure(error)
    return { status: 'failing', detail }
  }
}

function keyFailure(error: unknown): string {
  if (TemplateSecurityError.isInstance(error)) return 'The key does not open this store.'
  if (StorageError.isInstance(error) && error.code === 'corrupt-store') return error.message
  return 'The key or the store cannot be used.'
}

/** Closes every part, also when one fails; the first failure is thrown in the end. */
async function closeAll(parts: EngineParts): Promise<void> {
  const closing = [
    parts.preprocessor.dispose(),
    parts.liveness.dispose(),
    parts.embedder.dispose(),
    parts.depthEmbedder?.dispose(),
    parts.store.close(),
    parts.cipher.dispose(),
  ]
  const failed = (await Promise.allSettled(closing)).find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

function tell(parts: EngineParts, event: EngineEvent): void {
  try {
    parts.events?.emit(event)
  } catch {
    // A sink that fails must not change a decision.
  }
}

function tenantOf({ tenantId = 'default' }: { readonly tenantId?: string | undefined }): string {
  return checkId('tenantId', tenantId, tenantIdFault)
}

function checkId(field: string, id: string, faultOf = knownSubjectIdFault): string {
  const fault = faultOf(id)
  if (fault !== undefined) throw new InvalidRequestError(`${field}: ${fault}`)
  return id
}

function summarise({ template, revision, keyId }: StoredTemplate): SubjectSummary {
  return {
    subjectId: template.subjectId,
    enrolledAtMs: template.enrolledAtMs,
    modelIds: template.parts.map(({ modelId }) => modelId),
    sampleCount: template.parts[0]?.sampleCount ?? 0,
    quality: template.quality,
    revision,
    keyId,
    ...(template.consentReference === undefined ? {} : { consentReference: template.consentReference }),
  }
}
