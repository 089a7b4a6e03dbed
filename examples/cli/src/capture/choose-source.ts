import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { InputError } from '../input-error.js'
import type { CaptureSource } from './capture-source.js'
import { CAPTURE_SOURCES } from './capture-sources.js'

/** A source, and what it is to open. */
export interface ChosenSource {
  readonly source: CaptureSource
  readonly operand?: string
}

/**
 * Finds the source that `--source WORD [OPERAND]` means: by name, or, when the word is a file, by its ending.
 *
 * @throws InputError when no source is meant, the operand is missing or one too many, or names no file or folder.
 */
export function chooseSource(word: string, operand: string | undefined): ChosenSource {
  const named = CAPTURE_SOURCES.find(({ name }) => name === word)
  if (named !== undefined) return withOperand(named, operand)
  const ending = extname(word).toLowerCase()
  const byEnding = CAPTURE_SOURCES.find(({ fileEndings }) => fileEndings?.includes(ending))
  if (byEnding !== undefined && operand === undefined) return withOperand(byEnding, word)
  const names = CAPTURE_SOURCES.map(({ name }) => name).join(', ')
  const endings = CAPTURE_SOURCES.flatMap(({ fileEndings = [] }) => fileEndings)
  const files = endings.length === 0 ? '' : `, nor a file that ends in ${endings.join(', ')}`
  throw new InputError(`--source: "${word}" is none of ${names}${files}.`, 'unknown-source')
}

/** @throws InputError */
function withOperand(source: CaptureSource, operand: string | undefined): ChosenSource {
  const { name, operand: takes } = source
  if (operand !== undefined && takes === undefined) {
    throw new InputError(`--source ${name} takes nothing behind it, got "${operand}".`, 'extra-operand')
  }
  if (operand === undefined && takes?.required) {
    throw new InputError(`--source ${name}: the ${takes.name} is missing behind it.`, 'no-operand')
  }
  if (operand === undefined) return { source }
  if ((takes?.name === 'file' || takes?.name === 'folder') && !existsSync(operand)) {
    throw new InputError(`There is no ${takes.name} ${operand}.`, 'no-such-file')
  }
  return { source, operand }
}

/** The sources as a list for --help. */
export function sourcesHelp(): string {
  const rows = CAPTURE_SOURCES.map(({ name, operand, summary, fileEndings = [] }) => {
    const behind = operand === undefined ? '' : operand.required ? ` <${operand.name}>` : ` [${operand.name}]`
    const ending =
      fileEndings.length === 0 ? '' : `; the word may be left out before ${fileEndings.join(', ')}`
    return { call: `${name}${behind}`, text: `${summary}${ending}` }
  })
  const width = Math.max(...rows.map(({ call }) => call.length))
  return ['Sources:', ...rows.map(({ call, text }) => `  ${call.padEnd(width)}  ${text}`)].join('\n')
}
