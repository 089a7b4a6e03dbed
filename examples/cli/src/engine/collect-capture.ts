import { chooseSource } from '../capture/choose-source.js'
import type { Invocation } from '../cli.js'
import { InputError } from '../input-error.js'
import type { CollectedFaces } from './collect-faces.js'

/** Frames of a camera or a recording for the engine, which takes as many as its settings say. */
export async function collectCapture(
  word: string,
  operands: readonly string[],
  { environment, signal }: Invocation,
): Promise<CollectedFaces> {
  const [first, second] = operands
  if (second !== undefined)
    throw new InputError(`--source ${word}: one source, no pictures, got "${second}".`)
  const { source, operand } = chooseSource(word, first)
  const provider = await source.create({ environment, ...(operand === undefined ? {} : { operand }) })
  const frames = await provider.open({ signal })
  const name = operand === undefined ? source.name : `${source.name} ${operand}`
  return {
    frames,
    reportPictures: (reports) =>
      reports.map(({ index, ...report }) => ({ path: `${name} frame ${index}`, ...report })),
  }
}
