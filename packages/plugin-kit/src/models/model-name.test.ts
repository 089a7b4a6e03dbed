import { expect, it } from 'vitest'
import { modelName } from './model-name.js'

it('names a file by itself, and one that answers as an earlier file by that', () => {
  const file = { sha256: '0123456789abcdef'.repeat(4), bytes: 1 }
  expect(modelName({ id: 'mesh', file })).toBe('mesh@0123456789ab')
  const answersAs = 'fedcba9876543210'.repeat(4)
  expect(modelName({ id: 'mesh', file: { ...file, answersAs } })).toBe('mesh@fedcba987654')
})
