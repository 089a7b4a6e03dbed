import { createWebEngine, type WebEngine } from '@faceward/web'

/** The engine of this example, with the models that are served beside it. */
export function loadEngine(
  onProgress: (progress: { readonly done: number; readonly total: number }) => void,
): Promise<WebEngine> {
  return createWebEngine({ modelsUrl: '/models/', databaseName: 'faceward-example', onProgress })
}
