// Keeps the application's own files, so that it opens without a network, and the WebAssembly runtime once it was used.
// Models are kept by the engine, and what goes to a server is never looked at here.

/** Replaced by the build with every file of the application and a hash over them. */
const BUILT: { readonly version: string; readonly files: readonly string[] } = JSON.parse('__BUILT__')

/** An operator's list: what was taken off it is off it at once, so it is asked for, and the kept one is for offline. */
const LIST = '/devices.json'

/** Not needed by every browser in every build, so kept when it is asked for. */
const RUNTIME = '/models/wasm/'

/** What of a service worker's global scope is used; the DOM library does not know it. */
interface Scope {
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
}
interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void
  readonly request: Request
  respondWith(response: Promise<Response>): void
}
const scope = globalThis as unknown as Scope

const PREFIX = 'faceward-app-'
const NAME = PREFIX + BUILT.version

scope.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => scope.skipWaiting()))
})
scope.addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => scope.clients.claim()))
})
scope.addEventListener('fetch', (event) => {
  const path = ownPath(event.request)
  if (path === LIST) event.respondWith(fetchedOrCached(event.request))
  else if (path !== undefined) event.respondWith(cachedOrFetched(path, event.request))
})

async function fill(): Promise<void> {
  const cache = await caches.open(NAME)
  await cache.addAll(BUILT.files.map((file) => new Request(file, { cache: 'reload' })))
}

async function dropOld(): Promise<void> {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== NAME)
  await Promise.all(old.map((name) => caches.delete(name)))
}

/** The path of a file that is kept; undefined for everything else. */
function ownPath({ method, url }: Request): string | undefined {
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== location.origin) return undefined
  return BUILT.files.includes(pathname) || pathname.startsWith(RUNTIME) ? pathname : undefined
}

async function cachedOrFetched(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(NAME)
  const kept = await cache.match(path)
  if (kept !== undefined) return kept
  const response = await fetch(request)
  if (response.ok && path.startsWith(RUNTIME)) await cache.put(path, response.clone())
  return response
}

async function fetchedOrCached(request: Request): Promise<Response> {
  const cache = await caches.open(NAME)
  try {
    const response = await fetch(request)
    if (response.ok) await cache.put(LIST, response.clone())
    return response
  } catch {
    return (await cache.match(LIST)) ?? Response.error()
  }
}
