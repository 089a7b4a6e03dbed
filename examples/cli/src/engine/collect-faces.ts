import type { NodeEngine } from '@faceward/node'
import type { Frame, FrameReport } from '@faceward/spec'
import type { Invocation } from '../cli.js'
import { findPictures } from '../pictures/find-pictures.js'
import { readPictures } from '../pictures/read-pictures.js'
import type { PictureReport } from '../reports/print-pictures.js'

/** Pictures as frames for the engine, and the way back from its reports to the files. */
export interface CollectedFaces {
  readonly frames: AsyncIterable<Frame>
  /** One report for each file, also for those that were no pictures, in the order given. */
  reportPictures(reports: readonly FrameReport[]): readonly PictureReport[]
}

/** Finds and decodes the pictures a command names; the progress bar follows them through the engine. */
export async function collectFaces(
  engine: NodeEngine,
  images: readonly string[],
  { terminal, signal }: Invocation,
): Promise<CollectedFaces> {
  const pictures = await readPictures(await findPictures(images), { decoder: engine.decoder, signal })
  const frames = pictures.flatMap((picture) => (picture.status === 'read' ? [picture.frame] : []))

  async function* withProgress() {
    const bar = terminal.progress('Looking at the pictures', frames.length)
    try {
      for (const [index, frame] of frames.entries()) {
        bar.update(index)
        yield frame
      }
    } finally {
      bar.stop()
    }
  }

  return {
    frames: withProgress(),
    reportPictures: (reports) => {
      const byIndex = new Map(reports.map((report) => [report.index, report]))
      let index = 0
      return pictures.map((picture) => {
        if (picture.status === 'undecodable') {
          const reason = { code: 'undecodable_image' as const, message: picture.error.message }
          return { path: picture.path, used: false, reasons: [reason] }
        }
        const { index: _, ...report } = byIndex.get(index++) ?? { index, used: false, reasons: [] }
        return { path: picture.path, ...report }
      })
    },
  }
}
