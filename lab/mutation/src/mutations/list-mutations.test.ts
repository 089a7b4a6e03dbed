import { expect, it } from 'vitest'
import { listMutations } from './list-mutations.js'
import { mutationAt, planted } from './mutation.js'

const mutants = (source: string) =>
  listMutations(source).flatMap(({ start, end, alternatives }) =>
    alternatives.map((replacement) => planted(source, { start, end, replacement })),
  )

it.each([
  ['a < b', ['a <= b']],
  ['a >= b', ['a > b']],
  ['a === b', ['a !== b']],
  ['a + b * c', ['a - b * c', 'a + b / c']],
  ["'x: ' + a", []],
  ['a += b', [';', 'a -= b']],
  ['a && b', ['a || b']],
  ['a ?? b', ['(a)']],
  ['x = !a', [';', 'x = a']],
  ['x = -a', [';', 'x = a']],
  ['x = a ? b : c', [';', 'x = !(a) ? b : c']],
  ['if (a) b()', [';', 'if (!(a)) b()', 'if (a) ;']],
  ['if (a) b()\nelse c()', ['if (!(a)) b()\nelse c()', 'if (a) ;\nelse c()', 'if (a) b()\nelse ;']],
  ['f(1, 50, 0.4, 1e-9)', [';', 'f(2, 50, 0.4, 1e-9)', 'f(1, 100, 0.4, 1e-9)', 'f(1, 50, 0.8, 1e-9)']],
  ['f(true)', [';', 'f(false)']],
  ["f('too_dark', 'A message.')", [';', "f('too_dark-mutant', 'A message.')"]],
  ['x = { ...a, b }', [';', 'x = { ...{}, b }']],
  ['x = [...a]', [';', 'x = [...[]]']],
  ['x = a.some(f)', [';', 'x = a.every(f)']],
])('plants into `%s`', (source, expected) => {
  // Statements of the examples are removed, too, where the expression itself is not what is shown.
  const found = mutants(source).filter((one) => expected.includes(';') || one !== ';')
  expect(found.sort()).toEqual([...expected].sort())
})

it('leaves types, imports and exports alone', () => {
  const source = [
    "import { a } from 'a-b'",
    "import data from './x.json' with { type: 'json' }",
    "type A = 'one' | 2 | true",
    'interface B { readonly c: 3 }',
    "export { a } from 'a-b'",
    "let x: 'one'",
  ].join('\n')
  expect(mutants(source)).toEqual([])
})

it('says in which function a place is, and shows its lines without and with the fault', () => {
  const source = 'const limit = 3\nfunction f(a) {\n  if (a > limit)\n    return g(a)\n}\n'
  const points = listMutations(source)
  expect(points.map(({ operator, scope }) => [operator, scope >= 0])).toEqual(
    [
      ['number', false],
      ['removed guard', true],
      ['condition', true],
      ['boundary', true],
      ['returned value', true],
    ].sort((one, other) => (one[1] === other[1] ? 0 : one[1] ? 1 : -1)),
  )
  const guard = points.find(({ operator }) => operator === 'removed guard')!
  expect(mutationAt('f.ts', source, guard, ';')).toMatchObject({
    line: 3,
    before: 'if (a > limit) return g(a)',
    after: ';',
  })
})
