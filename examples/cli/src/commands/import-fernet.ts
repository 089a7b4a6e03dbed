import { createTemplateVault } from '@faceward/core'
import { createNodeRecognition, openNodeVault, systemRandom } from '@faceward/node'
import { InvalidArgumentError, Option } from 'commander'
import type { Invocation, RegisterCommand } from '../cli.js'
import { startOnStore } from '../engine/start-on-store.js'
import { EXIT } from '../exit-codes.js'
import { formatTable } from '../terminal/table.js'
import type { Tone } from '../terminal/terminal.js'
import { fernetKey } from '../vault/fernet-key.js'
import { type ImportOutcome, importToken } from '../vault/import-token.js'
import { PAYLOAD_FORMATS, type PayloadFormat } from '../vault/parse-python-template.js'
import { readFernetFile } from '../vault/read-fernet-file.js'

interface ImportOptions {
  readonly format: PayloadFormat
  readonly iterations?: number
  readonly replace?: boolean
  readonly dryRun?: boolean
}

interface ImportedSubject {
  readonly subject: string
  readonly outcome: ImportOutcome
}

const WORDS: Readonly<Record<ImportOutcome, { text: string; tone: Tone }>> = {
  imported: { text: 'imported', tone: 'good' },
  'would-import': { text: 'would be imported', tone: 'good' },
  'already-enrolled': { text: 'is enrolled already; --replace replaces', tone: 'unsure' },
  'not-this-key': { text: 'the token does not open with this key', tone: 'bad' },
  'no-embedding': { text: 'the token holds no embedding of the model’s dimension', tone: 'bad' },
}

/** `faceward import-fernet <file>`: takes over templates of a Python program, sealed anew. */
export const registerImportFernet: RegisterCommand = (program, cli) => {
  program
    .command('import-fernet')
    .description('take over embeddings that a Python program encrypted with Fernet')
    .argument('<file>', 'JSON: {"subject": "token", ...} or [{"subject", "token"}, ...]')
    .addOption(new Option('--format <format>', 'what is in a token').choices(PAYLOAD_FORMATS).default('json'))
    .option('--iterations <count>', 'PBKDF2 iterations of FERNET_PASSWORD', wholeNumber)
    .option('--replace', 'replace templates of subjects who are enrolled already')
    .option('--dry-run', 'open every token, and store nothing')
    .addHelpText(
      'after',
      `
The key comes from the environment: FERNET_KEY as Python prints it, or FERNET_PASSWORD and FERNET_SALT.
The embeddings must be of the very network that EMBEDDING_MODEL names: numbers of another network compare
with nothing, and nothing in a token tells. A token is bound to nobody, so check whose it is before.`,
    )
    .action(
      cli.action<[string], ImportOptions>(async (invocation, [file], options) => {
        const subjects = await importAll(invocation, file, options)
        const failed = subjects.filter(({ outcome }) => WORDS[outcome].tone !== 'good').length
        return {
          exitCode: failed > 0 ? EXIT.reject : EXIT.ok,
          result: { dryRun: options.dryRun === true, subjects },
          print: (to) => {
            const rows = subjects.map(({ subject, outcome }) => [
              subject,
              to.style(WORDS[outcome].tone, WORDS[outcome].text),
            ])
            to.line(formatTable(['subject', 'outcome'], rows))
          },
        }
      }),
    )
}

async function importAll(
  invocation: Invocation,
  file: string,
  { format, iterations, replace = false, dryRun = false }: ImportOptions,
): Promise<readonly ImportedSubject[]> {
  const { environment, signal, terminal } = invocation
  const entries = await readFernetFile(file)
  const key = await fernetKey(environment, iterations)
  const recognition = await createNodeRecognition({ environment, signal, onNotice: terminal.remark })
  try {
    const opened = await startOnStore(invocation, openNodeVault)
    const bar = terminal.progress('Importing', entries.length)
    try {
      const vault = createTemplateVault({ ...opened, random: systemRandom })
      const { embedder } = recognition
      const settings = { vault, key, format, embedder, replace, dryRun, signal }
      const subjects: ImportedSubject[] = []
      for (const entry of entries) {
        signal.throwIfAborted()
        bar.update(subjects.length, entry.subjectId)
        subjects.push({ subject: entry.subjectId, outcome: await importToken(entry, settings) })
      }
      return subjects
    } finally {
      bar.stop()
      key.fill(0)
      await opened.store.close()
      await opened.cipher.dispose()
    }
  } finally {
    await recognition.close()
  }
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.')
  return Number(text)
}
