import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readFernetFile } from './read-fernet-file.js'

const folder = mkdtempSync(join(tmpdir(), 'faceward-fernet-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a file of tokens', () => {
  it.each(['..', 'ada\u202egpj', 'Rene\u0301'])(
    'that names a subject nobody can be enrolled under is refused before a token is opened: %j',
    async (subject) => {
      const path = join(folder, 'tokens.json')
      writeFileSync(path, JSON.stringify({ ada: 'gAAAA', [subject]: 'gAAAA' }))
      await expect(readFernetFile(path)).rejects.toThrow(/entry 2 cannot be enrolled: /)
    },
  )
})
