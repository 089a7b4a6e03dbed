// Runs in Chromium; what the tests call is put on the page.
import { inferenceBackendCases, runConformance } from '@faceward/conformance'
import { createWebBackend, type WebBackendOptions } from '@faceward/inference-web'
import { type Answer, type Question, webAnswer } from './answers.js'

type Options = Omit<WebBackendOptions, 'onNotice'>

const page = {
  /** Every case of the kit that was broken, and how many were kept. */
  async conformance(
    options: Options,
  ): Promise<{ kept: number; broken: readonly string[]; notices: readonly string[] }> {
    const notices = new Set<string>()
    const onNotice = (notice: string) => notices.add(notice)
    const outcomes = await runConformance(
      inferenceBackendCases({ createBackend: () => createWebBackend({ ...options, onNotice }) }),
    )
    return {
      notices: [...notices],
      kept: outcomes.filter(({ status }) => status === 'kept').length,
      broken: outcomes
        .filter(({ status }) => status === 'broken')
        .map(({ name, detail }) => `${name}: ${detail}`),
    }
  },
  async answer(options: Options, question: Question): Promise<{ answers: Answer[]; notices: string[] }> {
    const onnx = new Uint8Array(await (await fetch(`/models/${question.id}`)).arrayBuffer())
    const notices: string[] = []
    const answers = await webAnswer(
      { ...options, onNotice: (notice) => notices.push(notice) },
      question,
      onnx,
    )
    return { answers, notices }
  },
  /** The code of what loading a model throws. */
  async failure(options: Options): Promise<string> {
    const onnx = new Uint8Array(4)
    return createWebBackend(options)
      .load({ id: 'any', onnx })
      .then(
        () => 'loaded',
        ({ name, code }: { name: string; code: string }) => `${name} ${code}`,
      )
  },
}
export type BrowserPage = typeof page
Object.assign(globalThis, { page })
