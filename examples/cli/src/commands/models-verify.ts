import type { RegisterCommand } from '../cli.js'
import { EXIT } from '../exit-codes.js'
import { type ModelState, openModelShelf } from '../models/model-shelf.js'
import { formatTable } from '../terminal/table.js'
import type { Tone } from '../terminal/terminal.js'

const WORDS: Readonly<Record<ModelState, { text: string; tone: Tone }>> = {
  ready: { text: 'ready, content checked', tone: 'good' },
  made: { text: 'converted now, content checked', tone: 'good' },
  repaired: { text: 'was damaged; converted anew, content checked', tone: 'unsure' },
  damaged: { text: "was damaged and is removed; get it again with 'models pull'", tone: 'bad' },
  absent: { text: 'not downloaded', tone: 'quiet' },
}

/** `faceward models verify`: reads every model file and checks its content; mends what it can. */
export const registerModelsVerify: RegisterCommand = (models, cli) => {
  models
    .command('verify')
    .description('check the content of every model file; mends the default models')
    .action(
      cli.action<[], object>(async (invocation) => {
        const { signal, terminal } = invocation
        const shelf = openModelShelf(invocation)
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
        const isDamaged = checked.some(({ state }) => state === 'damaged')
        return {
          exitCode: isDamaged ? EXIT.broken : EXIT.ok,
          result: { cacheFolder: shelf.cache.folder, models: checked },
          print: (to) => {
            const rows = checked.map(({ id, state }) => [id, to.style(WORDS[state].tone, WORDS[state].text)])
            to.line(formatTable(['model', 'state'], rows))
          },
        }
      }),
    )
}
