import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import compression from 'compression'
import express, { type RequestHandler, Router } from 'express'

const YEAR_S = 365 * 24 * 3600
const require = createRequire(import.meta.url)

/** Where the built application of examples/browser lies. */
const pageFolder = (): string =>
  join(dirname(require.resolve('@faceward/example-browser/package.json')), 'dist')

/**
 * The application of examples/browser, with the headers it is made for: its own strict policy in place of the API
 * pages', and cross-origin isolation, which lets the models run in threads. Its files go over the wire compressed; the
 * API's answers, which come through here too, do not: they may hold what a client sent beside what it should not guess.
 */
export function servePage(folder = pageFolder()): RequestHandler {
  const headers = require('@faceward/example-browser/headers.json') as Readonly<Record<string, string>>
  const files = express.static(folder, {
    // Names with a hash in them never change; the rest is asked for anew.
    setHeaders(response, path) {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      const isHashed = /[/\\]assets[/\\]/.test(path)
      response.setHeader('cache-control', isHashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache')
      response.locals['isPageFile'] = true
    },
  })
  const compress = compression({
    filter: (request, response) =>
      response.locals['isPageFile'] === true && compression.filter(request, response),
  })
  return Router().use(compress, files)
}
