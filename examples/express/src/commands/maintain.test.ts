import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTemplateVault } from '@faceward/core'
import { openNodeVault, systemRandom } from '@faceward/node'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { maintain } from './maintain.js'

const state = { home: '' }
const environment = () => ({ FACEWARD_HOME: state.home, RETENTION_MAX_AGE_DAYS: '1' })
beforeAll(async () => {
  state.home = mkdtempSync(join(tmpdir(), 'faceward-maintain-'))
  const opened = await openNodeVault({ environment: environment(), onNotice: () => {} })
  const vault = createTemplateVault({ ...opened, random: systemRandom })
  for (const tenantId of ['default', 'bank']) {
    const vector = Float32Array.from({ length: 4 }, () => 0.5)
    await vault.save(
      tenantId,
      await vault.pseudonym(tenantId, 'ada'),
      {
        formatVersion: 1,
        subjectId: 'ada',
        parts: [{ modality: 'rgb', modelId: 'model-1', vector, sampleCount: 3 }],
        quality: 0.9,
        assurance: 'stills',
        enrolledAtMs: 1000,
      },
      0,
    )
  }
  await opened.store.close()
  await opened.cipher.dispose()
})
afterAll(() => rmSync(state.home, { recursive: true, force: true }))

it('works on every tenant of the store unless one is named', async () => {
  const sweep = (tenant?: string) =>
    maintain(environment(), tenant, (api, tenantId) => api.sweep({ dryRun: false, tenantId }))
  const overdue = [{ why: 'max-age' }]
  expect(await sweep('bank')).toMatchObject([{ tenantId: 'bank', examined: 1, overdue }])
  expect(await sweep()).toMatchObject([
    { tenantId: 'bank', examined: 0 },
    { tenantId: 'default', examined: 1, overdue },
  ])
  const checks = await maintain(environment(), undefined, (api, tenantId) => api.checkAudit({ tenantId }))
  expect(checks).toMatchObject([
    { tenantId: 'bank', status: 'intact', events: 1 },
    { tenantId: 'default', status: 'intact', events: 1 },
  ])
})
