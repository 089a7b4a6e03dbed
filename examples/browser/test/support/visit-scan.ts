import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StaticServer } from '../../../../tooling/src/chromium.mjs'
import { SCAN_ACTIONS, type ScanClipName, scanClipFile } from '../clips/scan-clips.js'
import type { SightClip } from '../clips/sight-clip.js'
import type { BuiltApp } from './app-server.js'
import { emulated } from './emulated/emulated.js'
import type { EmulatedScannerOptions } from './emulated/emulated-scanner.js'
import { type Profile, type Visit, visit } from './visit.js'

/** As wide for its height as the clips' pictures: the emulated view fills the window. */
export const SCAN_VIEWPORT = { width: 480, height: 648 }
const CLIP_PATH = '/clip.sight'

export interface ScanVisitOptions extends Partial<Pick<EmulatedScannerOptions, 'kind' | 'without'>> {
  readonly built: BuiltApp
  readonly server: StaticServer
  readonly profile: Profile
  /** What is before the emulated device. */
  readonly clip: ScanClipName
  /** The operator's list in place of the one that was built. */
  readonly devices?: unknown
}

/** Opens the operator's page on an emulated device. */
export async function visitScan(options: ScanVisitOptions): Promise<Visit> {
  const { built, server, profile, clip, devices, kind = 'phone', without } = options
  const content = readFileSync(scanClipFile(clip))
  const { verticalFieldOfViewDegrees } = JSON.parse(
    content.subarray(0, content.indexOf(10)).toString('ascii'),
  ) as SightClip
  server.set(CLIP_PATH, { content, type: 'application/octet-stream' })
  server.set(
    '/devices.json',
    devices === undefined
      ? { file: join(built.folder, 'devices.json') }
      : { content: JSON.stringify(devices), type: 'application/json' },
  )
  const scanner: EmulatedScannerOptions = { clip: CLIP_PATH, kind, without, verticalFieldOfViewDegrees }
  return visit({
    url: new URL('/scan.html', server.url).href,
    profile,
    viewport: SCAN_VIEWPORT,
    serviceWorkers: 'block',
    actions: SCAN_ACTIONS,
    scripts: [
      `globalThis.emulatedScannerOptions = ${JSON.stringify(scanner)}`,
      await emulated('emulated-scanner'),
    ],
    chromiumArguments: ['--enable-unsafe-swiftshader'],
  })
}
