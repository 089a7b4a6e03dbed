import { ConfigurationError, ModelLoadError, type ModelManifest } from '@faceward/spec'

/** Where a model's bytes may be asked for. */
export interface ModelAddress {
  readonly url: URL
  /** `http:` was asked for by name (a mirror), or stays on this machine. */
  readonly plainHttpAllowed: boolean
}

/**
 * The addresses to try, in order. A mirror replaces them all: `{sha256}` and `{id}` in it are filled in, and
 * without either the path of the catalogue's own address is put behind it.
 *
 * @throws ModelLoadError `not-found` when the model has no address; ConfigurationError when the mirror is none.
 */
export function modelAddresses(manifest: ModelManifest, mirror: string | undefined): readonly ModelAddress[] {
  const { origin } = manifest
  if (mirror === undefined) {
    if (origin.kind !== 'url') throw notDownloadable(manifest)
    return [origin.url, ...(origin.mirrors ?? [])].map((url) => address(new URL(url)))
  }
  const filled = mirror.replaceAll('{sha256}', manifest.file.sha256).replaceAll('{id}', manifest.id)
  const base = parseMirror(filled)
  if (filled !== mirror) return [{ url: base, plainHttpAllowed: true }]
  if (origin.kind !== 'url') throw notDownloadable(manifest)
  base.pathname = base.pathname.replace(/\/$/, '') + new URL(origin.url).pathname
  return [{ url: base, plainHttpAllowed: true }]
}

/** Whether a request may go there: `https:` always, `http:` to this machine or where it was asked for. */
export function isAllowed({ url, plainHttpAllowed }: ModelAddress): boolean {
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && (plainHttpAllowed || isLoopback(url.hostname))
}

function address(url: URL): ModelAddress {
  return { url, plainHttpAllowed: false }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function parseMirror(mirror: string): URL {
  if (URL.canParse(mirror)) {
    const url = new URL(mirror)
    if (url.protocol === 'https:' || url.protocol === 'http:') return url
  }
  const message = 'expected an address that begins with https:// or http://'
  throw new ConfigurationError(`pullModel: mirror: ${message}.`, {
    code: 'invalid-options',
    issues: [{ key: 'mirror', message }],
  })
}

function notDownloadable({ id, origin, file }: ModelManifest): ModelLoadError {
  const what = {
    url: '',
    npm: 'It comes with an npm package and needs no download: load it with @faceward/model-pack.',
    built: 'It is built in code and needs no download.',
    file: `Bring the file yourself (${file.bytes} bytes, sha256 ${file.sha256}) and read it with loadModelFile, or name a mirror that has it, such as https://example.org/{sha256}.onnx.`,
  }[origin.kind]
  return new ModelLoadError(`The model ${id} has no download address. ${what}`, { code: 'not-found' })
}
