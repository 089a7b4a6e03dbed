import { createNodeEngine, openNodeVault } from '@faceward/node'
import type { Engine, SubjectSummary } from '@faceward/spec'
import type { RegisterCommand } from '../cli.js'
import { startOnStore } from '../engine/start-on-store.js'
import { EXIT } from '../exit-codes.js'
import { score } from '../reports/words.js'
import { formatTable } from '../terminal/table.js'
import { TENANT } from '../vault/with-vault.js'

interface ListOptions {
  readonly tenant: string
}

/** `faceward list`: who is enrolled. Shows what templates are made of, never a template. */
export const registerList: RegisterCommand = (program, cli) => {
  program
    .command('list')
    .description('list who is enrolled')
    .option('--tenant <name>', 'whose', TENANT)
    .action(
      cli.action<[], ListOptions>(async (invocation, _, { tenant }) => {
        const vault = await startOnStore(invocation, openNodeVault)
        const { environment, signal } = invocation
        const engine = await createNodeEngine({ environment, parts: vault, models: 'none' })
        try {
          const subjects = await allSubjects(engine, tenant, signal)
          const others = (await vault.store.tenants({ signal })).filter((name) => name !== tenant).toSorted()
          return {
            exitCode: EXIT.ok,
            result: { tenant, subjects, otherTenants: others },
            print: (terminal) => {
              if (subjects.length === 0) {
                const whose = others.length === 0 ? '' : ` of the tenant ${tenant}`
                terminal.line(
                  `Nobody${whose} is enrolled. Begin with 'faceward enroll <subject> <images...>'.`,
                )
              } else {
                const heading = ['subject', 'enrolled', 'pictures', 'quality', 'models', 'key']
                terminal.line(formatTable(heading, subjects.map(row)))
              }
              if (others.length > 0)
                terminal.line(`Other tenants of this store: ${others.join(', ')} ('faceward list --tenant').`)
            },
          }
        } finally {
          await engine.close()
        }
      }),
    )
}

async function allSubjects(
  engine: Engine,
  tenantId: string,
  signal: AbortSignal,
): Promise<readonly SubjectSummary[]> {
  const subjects: SubjectSummary[] = []
  let cursor: string | undefined
  do {
    const page = await engine.listSubjects({ tenantId, signal, ...(cursor === undefined ? {} : { cursor }) })
    subjects.push(...page.subjects)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return subjects.sort((a, b) => a.subjectId.localeCompare(b.subjectId))
}

function row({ subjectId, enrolledAtMs, sampleCount, quality, modelIds, keyId }: SubjectSummary): string[] {
  const date = new Date(enrolledAtMs).toISOString().slice(0, 16).replace('T', ' ')
  return [subjectId, date, String(sampleCount), score(quality), modelIds.join(', '), keyId]
}
