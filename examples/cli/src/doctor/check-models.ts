import type { ModelShelf } from '../models/model-shelf.js'
import { type Finding, failing, ok } from './finding.js'

const REINSTALL = 'Install again: the package @faceward/model-pack holds the default models.'

/** Whether every default model is here and has the content it should have; downloaded ones if they are here. */
export async function checkModels(shelf: ModelShelf, signal: AbortSignal): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const manifest of shelf.models) {
    const check = `model ${manifest.id}`
    const isDefault = shelf.isDefault(manifest)
    try {
      const state = await shelf.check(manifest, signal)
      if (state === 'ready') findings.push(ok(check, 'content checked'))
      else if (isDefault) {
        const detail = state === 'damaged' ? 'its file was changed.' : 'its file is missing.'
        findings.push({ check, status: 'failing', detail, advice: REINSTALL })
      } else if (state === 'damaged') {
        const advice = `Run 'faceward models pull ${manifest.id}'.`
        findings.push({ check, status: 'warning', detail: 'its file was damaged and is removed.', advice })
      }
    } catch (error) {
      signal.throwIfAborted()
      findings.push(failing(check, error, isDefault ? REINSTALL : undefined))
    }
  }
  return findings
}
