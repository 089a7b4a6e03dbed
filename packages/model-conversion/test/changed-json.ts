import fc from 'fast-check'

type Path = readonly string[]

/** Any JSON value with one to three of its places replaced, by values of `likely`, by its own others, or by anything. */
export function changedJson(whole: unknown, likely: readonly unknown[]): fc.Arbitrary<unknown> {
  const places = placesOf(whole)
  const value = fc.oneof(
    fc.constantFrom<unknown>(undefined, null, [], {}, '', '__proto__', -1, 0, 1e308, ...likely),
    fc.jsonValue({ maxDepth: 2 }),
    fc.integer({ min: -8, max: 64 }),
    fc.constantFrom(...places.map((path) => at(whole, path))),
  )
  const changes = fc.array(fc.tuple(fc.constantFrom(...places), value), { minLength: 1, maxLength: 3 })
  return changes.map((list) => {
    const json: unknown = structuredClone(whole)
    for (const [path, replacement] of list) put(json, path, replacement)
    return json
  })
}

function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [
    ...(path.length > 0 ? [path] : []),
    ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, key])),
  ]
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)
}

function put(value: unknown, path: Path, replacement: unknown): void {
  const parent = at(value, path.slice(0, -1))
  if (typeof parent === 'object' && parent !== null)
    (parent as Record<string, unknown>)[path.at(-1)!] = structuredClone(replacement)
}
