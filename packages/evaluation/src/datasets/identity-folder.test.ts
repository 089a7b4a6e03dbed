import { expect, it } from 'vitest'
import { groupByIdentity } from './identity-folder.js'

it('groups images by folder, in a stable order', () => {
  expect(groupByIdentity(['b/2.jpg', 'a/1.jpg', 'b/1.jpg'])).toEqual({
    subjects: ['a', 'b'],
    images: [
      { path: 'a/1.jpg', subject: 0 },
      { path: 'b/1.jpg', subject: 1 },
      { path: 'b/2.jpg', subject: 1 },
    ],
  })
})

it('refuses images without a person, one person only, and nothing', () => {
  expect(() => groupByIdentity(['a/1.jpg', 'loose.jpg'])).toThrow('"loose.jpg" lies outside')
  expect(() => groupByIdentity(['a/1.jpg', 'a/2.jpg'])).toThrow('one person only')
  expect(() => groupByIdentity([])).toThrow('no images')
})
