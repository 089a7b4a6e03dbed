#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { FacewardError } from '@faceward/spec'
import { createKey } from './commands/create-key.js'
import { maintain } from './commands/maintain.js'
import { serve } from './commands/serve.js'

const USAGE = `usage: faceward-server [serve]
       faceward-server keys create --id <name> --scopes enroll+verify+replace+delete+admin+scores.read+challenges.alternatives
                                   [--tenant <name>] [--expires 90d|2027-01-01]
       faceward-server retention [--dry-run] [--tenant <name>]
       faceward-server audit check [--tenant <name>]
       faceward-server users delete --id <user> [--tenant <name>]
Without --tenant, retention and audit check work on every tenant of the store.`

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    id: { type: 'string' },
    scopes: { type: 'string' },
    tenant: { type: 'string' },
    expires: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  },
})

const commands: Readonly<Record<string, () => Promise<void>>> = {
  serve: () => serve(process.env),
  'keys create': async () => {
    const { id, scopes, tenant, expires } = values
    if (id === undefined || scopes === undefined) return usage()
    await createKey({ id, scopes, tenant, expires })
  },
  retention: async () => {
    const tenants = await maintain(process.env, values.tenant, (api, tenantId) =>
      api.sweep({ dryRun: values['dry-run'], tenantId }),
    )
    console.log(JSON.stringify({ tenants }, null, 2))
  },
  'users delete': async () => {
    const { id: userId } = values
    if (userId === undefined) return usage()
    const [done] = await maintain(process.env, values.tenant ?? 'default', (api, tenantId) =>
      api.deleteUser({ userId, tenantId }),
    )
    console.log(JSON.stringify(done, null, 2))
  },
  'audit check': async () => {
    const tenants = await maintain(process.env, values.tenant, (api, tenantId) =>
      api.checkAudit({ tenantId }),
    )
    console.log(JSON.stringify({ tenants }, null, 2))
    if (tenants.some(({ status }) => status === 'broken')) process.exitCode = 1
  },
}

function usage(): void {
  console.error(USAGE)
  process.exitCode = 3
}

try {
  await (commands[positionals.join(' ') || 'serve'] ?? usage)()
} catch (error) {
  if (!FacewardError.isInstance(error)) throw error
  console.error(error.message)
  process.exitCode = 4
}
