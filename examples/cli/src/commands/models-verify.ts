import type { RegisterCommand } from '../cli.js'
import { EXIT } from '../exit-codes.js'
import { type ModelState, openModelShelf } from '../models/model-shelf.js'
import { formatTable } from '../terminal/table.js'
import type { Tone } from '../terminal/terminal.js'

type Words = Readonly<Record<ModelState, { readonly text: string; readonly tone: Tone }>>

const READY = { text: 'ready, content checked', tone: 'good' } as const
const DEFAULT_WORDS: Words = {
  ready: READY,
  damaged: { text: 'was changed; install @faceward/model-pack again', tone: 'bad' },
  absent: { text: 'missing; install @faceward/model-pack again', tone: 'bad' },
}
const DOWNLOADED_WORDS: Words = {
  ready: READY,
  damaged: { text: "was damaged and is removed; get it again with 'models pull'", tone: 'bad' },
  absent: { text: 'not downloaded', tone: 'quiet' },
}

/** `faceward models verify`: reads every model file and checks its content. */
export const registerModelsVerify: RegisterCommand = (models, cli) => {
  models
    .command('verify')
    .description('check the content of every model file')
    .action(
      cli.action<[], object>(async (invocation) => {
        const { signal, terminal } = invocation
        const shelf = openModelShelf(invocation)
        const wordsFor = (id: string) => (shelf.isDefault(shelf.find(id)) ? DEFAULT_WORDS : DOWNLOADED_WORDS)
        const bar = terminal.progress('Checking models', shelf.models.length)
        const checked: { id: string; state: ModelState }[] = []
        try {
          for (const manifest of shelf.models) {
            bar.update(checked.length, manifest.id)
            checked.push({ id: manifest.id, state: await shelf.check(manifest, signal) })
          }
        } finally {
          bar.stop()
        }
        const isBroken = checked.some(({ id, state }) => wordsFor(id)[state].tone === 'bad')
        return {
          exitCode: isBroken ? EXIT.broken : EXIT.ok,
          result: { cacheFolder: shelf.cache.folder, models: checked },
          print: (to) => {
            const rows = checked.map(({ id, state }) => {
              const { tone, text } = wordsFor(id)[state]
              return [id, to.style(tone, text)]
            })
            to.line(formatTable(['model', 'state'], rows))
          },
        }
      }),
    )
}
