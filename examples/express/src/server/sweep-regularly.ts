import type { FaceApi } from '@faceward/adapters'
import type { TemplateStore } from '@faceward/spec'
import type { Logger } from 'pino'
import type { ServerSettings } from './server-settings.js'

interface Sweeping {
  readonly api: Pick<FaceApi, 'sweep'>
  readonly store: Pick<TemplateStore, 'tenants'>
  readonly logger: Pick<Logger, 'info' | 'error'>
}

/** Deletes overdue subjects of every tenant as often as the settings say, where they say when a subject is overdue. */
export function sweepRegularly(parts: Sweeping & { readonly settings: ServerSettings }): NodeJS.Timeout {
  const { retentionMaxAgeDays, retentionUnusedDays } = parts.settings.engine
  return setInterval(() => {
    if (retentionMaxAgeDays === undefined && retentionUnusedDays === undefined) return
    sweepEveryTenant(parts).catch((error: unknown) => tell(parts.logger, error))
  }, parts.settings.retentionSweepMinutes * 60_000).unref()
}

/** Every tenant of the store, also one that no API key is for any more; one that fails keeps none from its turn. */
export async function sweepEveryTenant({ api, store, logger }: Sweeping): Promise<void> {
  for (const tenantId of await store.tenants()) {
    try {
      const { examined, overdue } = await api.sweep({ dryRun: false, tenantId })
      logger.info({ event: 'retention', tenantId, examined, deleted: overdue.length })
    } catch (error) {
      tell(logger, error, tenantId)
    }
  }
}

function tell(logger: Sweeping['logger'], error: unknown, tenantId?: string): void {
  const name = error instanceof Error ? error.name : typeof error
  logger.error({ event: 'retention', name, ...(tenantId === undefined ? {} : { tenantId }) })
}
