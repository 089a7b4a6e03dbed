import type { ConfigurationError } from '@faceward/spec'
import { expect, it } from 'vitest'
import { assertKnownOptions, invalidOption, outsideWholeRange, refuseIssues } from './option-checks.js'

it('takes known options and names every unknown one, never a value', () => {
  assertKnownOptions('createX', {}, ['a'])
  assertKnownOptions('createX', { a: 1 }, ['a', 'b'])
  try {
    assertKnownOptions('createX', { a: 1, pathh: 'secret', q: 2 }, ['a', 'path'])
    expect.unreachable()
  } catch (error) {
    const { issues, message } = error as ConfigurationError
    expect(issues.map(({ key }) => key)).toEqual(['pathh', 'q'])
    expect(message).toBe('createX does not know pathh, q; it takes a, path.')
  }
})

it.each([
  [7, 0],
  [1, 0],
  [1.5, 1],
  [8, 1],
  [0, 1],
  [Number.NaN, 1],
  ['3', 1],
  [undefined, 1],
])('a whole number from 1 to 7: %j has %i issues', (value, issues) => {
  const found = outsideWholeRange('count', value, 1, 7)
  expect(found).toHaveLength(issues)
  for (const issue of found) {
    expect(issue).toEqual({ key: 'count', message: 'expected a whole number from 1 to 7' })
  }
})

it('refuses several options at once, or makes the error of one, in the same words', () => {
  const issue = { key: 'count', message: 'expected a number' }
  expect(() => refuseIssues('createX', [])).not.toThrow()
  for (const error of [
    invalidOption('createX', issue.key, issue.message),
    thrownBy(() => refuseIssues('createX', [issue])),
  ]) {
    expect(error).toMatchObject({
      name: 'ConfigurationError',
      code: 'invalid-options',
      message: 'createX: count: expected a number.',
      issues: [issue],
    })
  }
})

function thrownBy(work: () => void): unknown {
  try {
    work()
    return undefined
  } catch (error) {
    return error
  }
}
