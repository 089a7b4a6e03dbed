import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readDrawing } from './read-drawing.mjs'

const root = new URL('../', import.meta.url)
const text = readFileSync(new URL('docs/architecture.md', root), 'utf8')
const { boxes, arrows } = readDrawing(text)
const placed = [...boxes].flatMap(([box, members]) => members.map((member) => ({ member, box })))
const boxOf = (name: string) => placed.find(({ member }) => member === name)?.box ?? `no box of ${name}`
const place = (name: string) => placed.findIndex(({ member }) => member === name)

const packages = readdirSync(new URL('packages/', root)).filter((name) =>
  existsSync(new URL(`packages/${name}/package.json`, root)),
)
/** What everybody imports is not drawn. */
const GROUND = ['spec', 'plugin-kit']

/** What a package is installed with of this workspace, as `from` and `to`. */
function importsOf(from: string) {
  const manifest = JSON.parse(readFileSync(new URL(`packages/${from}/package.json`, root), 'utf8')) as {
    dependencies?: object
    peerDependencies?: object
  }
  return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
    .filter((name) => name.startsWith('@faceward/'))
    .map((name) => ({ from, to: name.slice('@faceward/'.length) }))
    .filter(({ to }) => from === 'plugin-kit' || !GROUND.includes(to))
}

const imports = packages.flatMap(importsOf)

describe('the drawing of docs/architecture.md', () => {
  it('shows every package and every application once, and none that is not there', () => {
    const applications = readdirSync(new URL('examples/', root)).map((name) => `examples/${name}`)
    expect(placed.map(({ member }) => member).sort()).toEqual([...packages, ...applications].sort())
  })

  it('has the arrows of what the packages import, and no other', () => {
    const between = imports.filter(({ from, to }) => boxOf(from) !== boxOf(to))
    const needed = new Set(between.map(({ from, to }) => `${boxOf(from)} --> ${boxOf(to)}`))
    expect([...arrows].sort()).toEqual([...needed].sort())
  })

  it('stands in order: imports go to what is drawn later, inside a box too', () => {
    expect(imports.filter(({ from, to }) => place(from) > place(to))).toEqual([])
  })
})

describe('the walk of a verification', () => {
  const links = [...text.matchAll(/\]\((\.\.\/[^)]+)\)/g)].map(([, path = '']) => path)

  it('names files that are there', () => {
    expect(links.length).toBeGreaterThan(10)
    expect(links.filter((path) => !existsSync(new URL(path, new URL('docs/', root))))).toEqual([])
  })
})
