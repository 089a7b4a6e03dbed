import type { ModelManifest } from '@faceward/spec'

/** A model by the answers it gives: its id, `@`, and twelve digits of the file that first gave them. */
export function modelName({ id, file }: Pick<ModelManifest, 'id' | 'file'>): string {
  return `${id}@${(file.answersAs ?? file.sha256).slice(0, 12)}`
}
