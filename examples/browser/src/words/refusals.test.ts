import { InvalidRequestError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { ServerProblem } from '../service/server-problem.js'
import { MovementsRefused, orRefused } from './refusals.js'

const failing = (error: Error) => () => Promise.reject(error)

describe('movements that were ticked', () => {
  it('are said to be too many, in words that tell what to do', async () => {
    const refused = orRefused(['turn-left'], failing(new InvalidRequestError('alternatives: ...')))
    await expect(refused).rejects.toThrow(MovementsRefused)
    await expect(refused).rejects.toThrow(/looking up.*Untick some, or ask whoever runs this/)
  })

  it('are said not to be taken where a server refuses them by name', async () => {
    const problem = new ServerProblem('alternatives-not-allowed', 'Alternatives are not allowed.')
    const refused = orRefused(['look-up'], failing(problem))
    await expect(refused).rejects.toMatchObject({ title: 'This server asks everybody the same' })
    await expect(refused).rejects.toThrow(/Untick the movements/)
  })

  it('are not to blame for anything else, nor where none is ticked', async () => {
    const other = new ServerProblem('too-many-challenges', 'Wait.')
    await expect(orRefused(['look-up'], failing(other))).rejects.toBe(other)
    const invalid = new ServerProblem('invalid-request', 'user_id: expected a user id.')
    await expect(orRefused([], failing(invalid))).rejects.toBe(invalid)
    expect(await orRefused(['look-up'], async () => 'a challenge')).toBe('a challenge')
  })
})
