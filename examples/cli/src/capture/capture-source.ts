import type { CaptureProvider } from '@faceward/spec'

/** What a source is told when it is chosen. */
export interface CaptureRequest {
  /** What stands behind `--source NAME`, or the file that was given in its place. */
  readonly operand?: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Something `--source` can name. A new one is a file in sources/ and a line in capture-sources.ts. */
export interface CaptureSource {
  /** The word after `--source`. */
  readonly name: string
  /** A line for --help. */
  readonly summary: string
  /** What may or must stand behind the name; nothing may when left out. */
  readonly operand?: {
    readonly name: 'file' | 'folder' | 'seed' | 'serial' | 'device'
    readonly required: boolean
  }
  /** Endings by which `--source face.bag` means this source, such as `.bag`. */
  readonly fileEndings?: readonly string[]
  /** @throws InputError for an operand that makes no sense; what only opening shows is left to `open`. */
  create(request: CaptureRequest): CaptureProvider | Promise<CaptureProvider>
  /** For `--list`: the devices that are connected, one row each, with the first column as the operand. */
  listDevices?(request: CaptureRequest): Promise<readonly ListedDevice[]>
}

/** A connected device, as `--list` shows it. */
export interface ListedDevice {
  /** The operand that chooses it. */
  readonly id: string
  readonly description: string
}
