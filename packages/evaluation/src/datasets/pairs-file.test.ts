import { describe, expect, it } from 'vitest'
import { parsePairsFile } from './pairs-file.js'

describe('parsePairsFile', () => {
  it('reads LFW view 2: folds, mated and non-mated lines', () => {
    const { folds } = parsePairsFile('2\t1\nAnn\t1\t12\nAnn\t3\tBob Lee\t4\nCid\t1\t2\r\nCid\t1\tDee\t1\n')
    expect(folds).toHaveLength(2)
    expect(folds[0]).toEqual([
      {
        first: { path: 'Ann/Ann_0001', subject: 'Ann' },
        second: { path: 'Ann/Ann_0012', subject: 'Ann' },
        mated: true,
      },
      {
        first: { path: 'Ann/Ann_0003', subject: 'Ann' },
        second: { path: 'Bob Lee/Bob Lee_0004', subject: 'Bob Lee' },
        mated: false,
      },
    ])
  })

  it('reads LFW view 1 (one number) and files without a header as one fold', () => {
    expect(parsePairsFile('1\nAnn 1 2\nAnn 1 Bob 1\n').folds).toHaveLength(1)
    expect(parsePairsFile('Ann 1 2\nAnn 1 Bob 1\n').folds[0]).toHaveLength(2)
  })

  it('reads paths with labels, byte order mark and comments', () => {
    const { folds } = parsePairsFile('\uFEFF# mine\na/1.jpg,b/2.png,0\n\na/1.jpg , a/3.jpg , 1\n')
    expect(folds[0]).toEqual([
      { first: { path: 'a/1.jpg' }, second: { path: 'b/2.png' }, mated: false },
      { first: { path: 'a/1.jpg' }, second: { path: 'a/3.jpg' }, mated: true },
    ])
  })

  it('names the line that is wrong', () => {
    expect(() => parsePairsFile('Ann 1 2\nAnn one two\n')).toThrow('Line 2 is not a comparison')
    expect(() => parsePairsFile('a.jpg b.jpg 2\n')).toThrow('Line 1')
  })

  it('refuses a file shorter than its first line promises, and an empty one', () => {
    expect(() => parsePairsFile('2\nAnn 1 2\nAnn 1 Bob 1\n')).toThrow(
      'promises 4 comparisons, the file holds 2',
    )
    expect(() => parsePairsFile('\n')).toThrow('holds no comparison')
    expect(() => parsePairsFile('10 300\n')).toThrow('holds no comparison')
  })
})
