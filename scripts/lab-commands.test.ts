import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { headOf, labSubjects, labTable, nearestName } from './lab-commands.mjs'

const folder = mkdtempSync(join(tmpdir(), 'faceward-lab-'))
afterAll(() => rmSync(folder, { recursive: true }))

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

describe('labSubjects', () => {
  it('lists programs, benches and measures, and nothing else', () => {
    plant('speed/package.json', '{ "description": "What measures speed." }')
    plant(
      'speed/src/commands/load.ts',
      '// Loads.\n// Needs: time\n// Options: [seconds]\n//\n// More.\nrun()\n',
    )
    plant('speed/src/commands/load.test.ts', '// A test.\n')
    plant('speed/src/commands/deep/part.ts', '// A part.\n')
    plant('speed/src/helper.ts', '// A helper.\n')
    plant('speed/src/core/vault.bench.ts', '// Times the vault.\n// Needs: nothing\n')
    plant('speed/src/core/memory.measure.ts', '// Measures memory.\n// Needs: nothing\n')
    plant('shared/package.json', '{ "description": "Helpers." }')
    plant('shared/src/helper.ts', '// A helper.\n')

    const [speed, ...others] = labSubjects(folder)

    expect(others).toEqual([])
    expect(speed?.what).toBe('What measures speed.')
    expect(speed?.commands.map(({ id, kind, what }) => [id, kind, what])).toEqual([
      ['speed/load', 'program', 'Loads.'],
      ['speed/memory', 'measure', 'Measures memory.'],
      ['speed/vault', 'bench', 'Times the vault.'],
    ])
    expect(speed?.commands[0]).toMatchObject({ needs: 'time', options: '[seconds]' })
  })
})

describe('the head of a program', () => {
  it('ends where the program begins, in any of the languages', () => {
    expect(headOf('# Prints.\n# Needs: Python\nimport json\n# Later.\n')).toMatchObject({
      what: 'Prints.',
      needs: 'Python',
      help: 'Prints.\nNeeds: Python',
    })
  })
})

describe('nearestName', () => {
  const names = ['recognition/embed-lfw', 'depth/measure-depth', 'speed/depth']

  it.each([
    ['recogniton/embed-lfw', 'recognition/embed-lfw'],
    ['embed-lwf', 'recognition/embed-lfw'],
    ['depth/measure', 'depth/measure-depth'],
  ])('of %s is %s', (wanted, nearest) => {
    expect(nearestName(wanted, names)).toBe(nearest)
  })
})

describe('the lab itself', () => {
  const commands = labSubjects().flatMap((subject) => subject.commands)

  it('says of every command in one line what it does, and what it needs', () => {
    for (const { id, what, needs } of commands) {
      expect(what, id).toMatch(/^[A-Z].{10,115}\.$/)
      expect(needs, id).toMatch(/./)
    }
  })

  it('has a name of its own for each', () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  })

  it('has no program beside its commands', () => {
    const listed = commands.map(({ file }) => file)
    const programs = readdirSync('lab')
      .filter((name) => existsSync(join('lab', name, 'src')))
      .flatMap((name) => {
        const source = join('lab', name, 'src')
        return readdirSync(source, { recursive: true, encoding: 'utf8' }).map((file) => join(source, file))
      })
      .filter((file) => /\.(?:ts|mjs)$/.test(file))
      .filter((file) => /\bparseArgs\(|process\.argv\[|process\.exitCode/.test(readFileSync(file, 'utf8')))
    // What a command starts as a process of its own says so.
    const children = programs.filter((file) => readFileSync(file, 'utf8').includes('process.send'))
    expect(programs.filter((file) => !listed.includes(file) && !children.includes(file))).toEqual([])
  })

  it('is what lab/README.md says it is; npm run lab -- --write-index writes it', () => {
    expect(readFileSync('lab/README.md', 'utf8')).toContain(labTable(labSubjects()))
  })
})

describe('npm run lab', () => {
  const lab = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/lab.mjs', ...args], { encoding: 'utf8' })

  it('lists every command with what it needs', () => {
    const { stdout, status } = lab()
    expect(status).toBe(0)
    for (const { id, what } of labSubjects().flatMap((subject) => subject.commands)) {
      expect(stdout).toMatch(new RegExp(`^  ${id} `, 'm'))
      expect(stdout).toContain(what)
    }
    expect(stdout).toMatch(/recognition\/embed-lfw\s+Embeds .*\n\s+needs LFW View 1/)
  })

  it('names the nearest command and ends with 3', () => {
    const { stderr, status } = lab('recognition/embed')
    expect(stderr).toContain("Do you mean 'recognition/embed-lfw'?")
    expect(status).toBe(3)
  })

  it('prints the head of a command for --help, and does not run it', () => {
    const { stdout, status } = lab('goldens/make-packet-goldens', '--help')
    expect(stdout).toContain('npm run lab -- goldens/make-packet-goldens')
    expect(stdout).toContain('Needs: nothing')
    expect(status).toBe(0)
  })

  it('runs a command with its options, and ends as it did', () => {
    const { stderr, status } = lab('recognition/write-default-calibration', 'absent.json')
    expect(stderr).toContain('absent.json is not there')
    expect(status).toBe(4)
  })
})
