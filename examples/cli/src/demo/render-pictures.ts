import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  createSimulatedPerson,
  renderFrame,
  type SceneOptions,
  type SessionOptions,
  type SimulatedPerson,
} from '@faceward/capture-simulated'
import { writeFileAtomically } from '../files/write-file-atomically.js'
import { encodePng } from '../pictures/encode-png.js'
import type { DemoPicture } from './demo-report.js'
import { renderFilm } from './film.js'
import { rendererFingerprint } from './renderer-fingerprint.js'
import { renderRgbd } from './rgbd-picture.js'

/** A picture or a film to render: everything that decides its pixels, and where it goes. */
export type PictureOrder = {
  /** Relative to the folder, with forward slashes. */
  readonly path: string
  /** Of the person. */
  readonly seed: number
} & (
  | { readonly scene: SceneOptions }
  | { readonly session: SessionOptions }
  /** The session's first frame with its depth. */
  | { readonly glimpse: SessionOptions }
)

/** What was rendered earlier: a picture is taken again while the renderer, the order and the file are the same. */
interface RenderedRecord {
  readonly order: string
  readonly sha256: string
}

/** Options of {@link renderPictures}. */
export interface RenderPicturesOptions {
  readonly folder: string
  readonly signal: AbortSignal
  readonly onRendered: (done: number, order: PictureOrder) => void
}

const RECORD_FILE = 'pictures/rendered.json'
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

/** Renders simulated people into PNG files; those of an earlier run are used again. */
export async function renderPictures(
  orders: readonly PictureOrder[],
  { folder, signal, onRendered }: RenderPicturesOptions,
): Promise<ReadonlyMap<string, DemoPicture>> {
  const fingerprint = await rendererFingerprint()
  const earlier = await readRecords(folder)
  const records: Record<string, RenderedRecord> = {}
  const pictures = new Map<string, DemoPicture>()
  const people = new Map<number, SimulatedPerson>()
  for (const order of orders) {
    signal.throwIfAborted()
    const orderHash = sha256(JSON.stringify([fingerprint, order]))
    const png =
      (await takeEarlier(folder, order, orderHash, earlier)) ?? (await render(folder, order, people))
    records[order.path] = { order: fingerprint === undefined ? '' : orderHash, sha256: sha256(png) }
    pictures.set(order.path, { path: order.path, png })
    onRendered(pictures.size, order)
  }
  await writeFileAtomically(join(folder, RECORD_FILE), JSON.stringify(records, undefined, 2))
  return pictures
}

async function render(
  folder: string,
  order: PictureOrder,
  people: Map<number, SimulatedPerson>,
): Promise<Uint8Array> {
  const { seed } = order
  const person = people.get(seed) ?? createSimulatedPerson({ seed })
  people.set(seed, person) // a head takes a moment to make
  const image =
    'scene' in order
      ? renderFrame(person, order.scene).frame.image
      : 'session' in order
        ? renderFilm(person, order.session)
        : renderRgbd(person, order.glimpse)
  const png = await encodePng(image)
  await writeFileAtomically(join(folder, order.path), png)
  return png
}

async function takeEarlier(
  folder: string,
  { path }: PictureOrder,
  orderHash: string,
  earlier: Readonly<Record<string, RenderedRecord>>,
): Promise<Uint8Array | undefined> {
  const record = earlier[path]
  if (record?.order !== orderHash) return undefined
  const png = await readFile(join(folder, path)).catch(() => undefined)
  return png && sha256(png) === record.sha256 ? png : undefined
}

async function readRecords(folder: string): Promise<Readonly<Record<string, RenderedRecord>>> {
  try {
    return JSON.parse(await readFile(join(folder, RECORD_FILE), 'utf8'))
  } catch {
    return {} // none yet, or none that can be read: everything is rendered
  }
}
