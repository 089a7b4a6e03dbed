import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getAbsoluteFSPath } from 'swagger-ui-dist'

// Names that are served, and nothing else: no path of a request reaches the file system.
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'index.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui-standalone-preset.js': 'text/javascript; charset=utf-8',
  'favicon-16x16.png': 'image/png',
  'favicon-32x32.png': 'image/png',
}

// Swagger UI's own asks a foreign server for a demo document.
const INITIALIZER = `window.onload = () => {
  window.ui = SwaggerUIBundle({
    url: '../openapi.json',
    dom_id: '#swagger-ui',
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: 'BaseLayout',
    validatorUrl: null,
  })
}
`

/** The files of the page at /docs: Swagger UI, served from here, over this server's own document. */
export async function docsFile(
  path: string,
): Promise<{ readonly contentType: string; readonly body: Uint8Array } | undefined> {
  if (path === 'swagger-initializer.js') {
    return { contentType: 'text/javascript; charset=utf-8', body: Buffer.from(INITIALIZER) }
  }
  const name = path === '' ? 'index.html' : path
  if (!Object.hasOwn(CONTENT_TYPES, name)) return undefined
  const body = await readFile(join(getAbsoluteFSPath(), name))
  return { contentType: CONTENT_TYPES[name] as string, body }
}
