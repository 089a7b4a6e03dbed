import type { Collection } from '@faceward/spec'
import { expect, it } from 'vitest'
import { harness, picture, pictures, STRANGER } from './api-harness.js'

/** Records of a tenant as `subject/id`, the user's pseudonym and what is drawn by chance by their names. */
async function placesOf({ parts, engine }: ReturnType<typeof harness>, collection: Collection) {
  const subject = await engine.pseudonym({ subjectId: 'ada' })
  const { records } = await parts.store.list({ collection, tenantId: 'default', limit: 500 })
  return records
    .map(({ key }) => `${key.subject}/${key.id}`.replace(subject, 'USER').replace(/[\w-]{22,}/g, 'DRAWN'))
    .toSorted()
}

// What is stored must be found by later versions: a counter under another name begins at zero, and an audit chain
// under another name begins anew.
it('counters, challenges, kept answers and the audit chain lie where they always lay', async () => {
  const given = harness()
  const { send, verify } = given
  await send(
    'POST',
    '/enroll',
    { user_id: 'ada', images: pictures(0, 0.1, -0.1) },
    { 'idempotency-key': 'k' },
  )
  await verify('ada', STRANGER)
  await send('POST', '/challenges', { user_id: 'ada', operation: 'enroll' })
  await send('POST', '/challenges', { user_id: 'ada' })
  expect(await placesOf(given, 'challenges')).toEqual(['USER/DRAWN', 'USER/DRAWN'])
  expect(await placesOf(given, 'attempts')).toEqual([
    'USER/enroll-failures',
    'USER/verify-failures',
    'client.DRAWN/failures',
    'tenant.all/failures',
  ])
  expect(await placesOf(given, 'idempotency')).toEqual(['USER/DRAWN'])
  expect(await placesOf(given, 'audit')).toEqual([
    'chain/000000000000001',
    'chain/000000000000002',
    'chain/000000000000003',
    'chain/000000000000004',
    'head/head',
  ])
})

it('all who wait for the end of what is under way are told of it', async () => {
  const gate: { open: () => void } = { open: () => {} }
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve
  })
  const state = { started: false, told: 0 }
  const { api, send } = harness(
    {},
    {
      engine: (real) => ({
        ...real,
        async verify(request) {
          state.started = true
          await opened
          return real.verify(request)
        },
      }),
    },
  )
  const answer = send('POST', '/verify', { user_id: 'ada', images: [picture()] })
  while (!state.started) await new Promise((resolve) => setImmediate(resolve))
  const idle = Promise.all([1, 2, 3].map(() => api.idle().then(() => state.told++)))
  await new Promise((resolve) => setImmediate(resolve))
  expect([state.told, api.underWay]).toEqual([0, 1])
  gate.open()
  await answer
  await idle
  expect([state.told, api.underWay]).toEqual([3, 0])
  await api.idle()
})
