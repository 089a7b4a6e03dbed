import type { CallOptions, Engine } from '@faceward/spec'
import { expect, it } from 'vitest'
import type { AttemptLedger } from '../attempts/attempt-ledger.js'
import { type OverdueSubject, sweepSubjects } from './sweep-subjects.js'

const DAY_MS = 86_400_000
const nowMs = 1000 * DAY_MS

/** Subjects of two pages: enrolled so many days ago, accepted so many days ago. */
const people = { ada: [10, undefined], bob: [9, undefined], eve: [30, 5], kim: [30, 4] } as const
const pages = [
  ['ada', 'bob'],
  ['eve', 'kim'],
] as const

function swept() {
  const seen: { readonly call: string; readonly signal: unknown }[] = []
  const note = (call: string, options: CallOptions | undefined) =>
    seen.push({ call, signal: options?.signal })
  const deleted: string[] = []
  const engine = {
    async listSubjects({ cursor, ...call }: { cursor?: string } & CallOptions) {
      note('list', call)
      const at = Number(cursor ?? 0)
      const subjects = pages[at]!.map((subjectId) => ({
        subjectId,
        enrolledAtMs: nowMs - people[subjectId][0] * DAY_MS,
      }))
      return { subjects, ...(at === 0 && { nextCursor: '1' }) }
    },
    async pseudonym({ subjectId, ...call }: { subjectId: string } & CallOptions) {
      note('pseudonym', call)
      return `p-${subjectId}`
    },
    async deleteSubject({ subjectId, ...call }: { subjectId: string } & CallOptions) {
      note('delete', call)
      deleted.push(subjectId)
      return 1
    },
  } as unknown as Engine
  const attempts = {
    async read(_: string, subject: string, call?: CallOptions) {
      note('read', call)
      const daysAgo = people[subject.slice(2) as keyof typeof people][1]
      return daysAgo === undefined ? undefined : { lastAcceptedAtMs: nowMs - daysAgo * DAY_MS }
    },
  } as unknown as AttemptLedger
  const clock = { now: () => nowMs, monotonic: () => nowMs }
  const told: OverdueSubject[] = []
  const sweep = (limits: object, dryRun: boolean, signal: AbortSignal) =>
    sweepSubjects(
      { engine, attempts, clock, limits },
      {
        tenantId: 't',
        dryRun,
        signal,
        onDelete: async (overdue) => void told.push(overdue),
        onTampered: () => {},
      },
    )
  return { seen, deleted, told, sweep }
}

it('a sweep goes over all pages, deletes to the day, tells of each, and can be stopped at every step', async () => {
  const { seen, deleted, told, sweep } = swept()
  const { signal } = new AbortController()
  const report = await sweep({ unusedDays: 5, maxAgeDays: 100 }, false, signal)
  const overdue = ['ada', 'bob', 'eve'].map((name) => ({ subject: `p-${name}`, why: 'unused' }))
  expect(report).toEqual({ dryRun: false, examined: 4, overdue })
  expect(deleted).toEqual(['ada', 'bob', 'eve'])
  expect(told).toEqual(overdue)
  expect(new Set(seen.map(({ call }) => call)).size).toBe(4)
  expect(seen.every((one) => one.signal === signal)).toBe(true)
})

it('a sweep without effect deletes and tells nothing', async () => {
  const { deleted, told, sweep } = swept()
  const report = await sweep({ maxAgeDays: 10 }, true, new AbortController().signal)
  expect(report.overdue.map(({ subject, why }) => `${subject} ${why}`)).toEqual([
    'p-ada max-age',
    'p-eve max-age',
    'p-kim max-age',
  ])
  expect([deleted, told]).toEqual([[], []])
})
