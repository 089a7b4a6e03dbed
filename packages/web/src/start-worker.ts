/** The default worker. Bundlers know this expression; the script lies beside this file. */
export function startDefaultWorker(): Worker {
  return new Worker(new URL('./worker-script.js', import.meta.url), { type: 'module', name: 'faceward' })
}
