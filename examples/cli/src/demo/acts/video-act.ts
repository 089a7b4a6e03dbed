import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFfmpegCapture } from '@faceward/capture-monocular'
import { CaptureError, type Frame } from '@faceward/spec'
import { encodePng } from '../../pictures/encode-png.js'
import { CAST } from '../cast.js'
import type { DemoGlimpse, DemoReport } from '../demo-report.js'
import { FILM } from '../film.js'
import { livingFilmPath } from './attack-act.js'
import type { Stage } from './stage.js'

const VICTIM = CAST[0]!
const LEFT_OUT = 'ffmpeg is not installed, so the video file is left out.'

/**
 * The living victim's film as a video file, read again as anybody's would be: recorded, so not live, and of depth there
 * is only what the face mesh imagines. Left out where ffmpeg is not installed.
 */
export async function playVideo({
  engine,
  pictures,
  signal,
  onProgress,
}: Stage): Promise<Pick<DemoReport, 'glimpses' | 'leftOut'>> {
  onProgress('Reading a video', 0, 1)
  const folder = await mkdtemp(join(tmpdir(), 'faceward-demo-'))
  const path = join(folder, 'film.mkv')
  try {
    const film = await engine.decoder.decode(pictures.get(livingFilmPath())!.png)
    if (!(await writeVideo(path, film.data))) return { glimpses: [], leftOut: [LEFT_OUT] }
    const frames: Frame[] = []
    const { width, height } = FILM
    const provider = createFfmpegCapture({ input: { kind: 'file', path }, resolution: { width, height } })
    for await (const frame of await provider.open({ signal })) frames.push(frame)
    const verification = await engine.verify({ subjectId: VICTIM.person.id, frames, signal })
    const color = {
      path: `pictures/${VICTIM.person.id}/video-frame.png`,
      png: await encodePng(frames[frames.length >> 1]!.image),
    }
    const glimpse: DemoGlimpse = {
      title: 'herself, from a video file',
      claimed: VICTIM.person,
      color,
      expected: 'accept',
      expectedAssurance: 'stills',
      verification,
    }
    return { glimpses: [glimpse], leftOut: [] }
  } catch (failure) {
    if (!CaptureError.isInstance(failure) || failure.code !== 'library-missing') throw failure
    return { glimpses: [], leftOut: [LEFT_OUT] }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Without loss. False when there is no ffmpeg. */
function writeVideo(path: string, pixels: Uint8Array): Promise<boolean> {
  const { width, height, framesPerSecond } = FILM
  const raw = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-s',
    `${width}x${height}`,
    '-r',
    String(framesPerSecond),
  ]
  const child = spawn('ffmpeg', ['-v', 'error', ...raw, '-i', 'pipe:0', '-c:v', 'ffv1', '-y', path], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(false) : reject(error),
    )
    child.once('close', (code) =>
      code === 0
        ? resolve(true)
        : reject(new Error(`ffmpeg ended with ${code} while the demo's video was written`)),
    )
    // A child that is not there, or ends early, is told by the events above.
    child.stdin.once('error', () => {})
    child.stdin.end(pixels)
  })
}
