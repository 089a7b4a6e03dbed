import type { Invocation } from '../cli.js'
import { openModelShelf } from '../models/model-shelf.js'
import { type Finding, failing, ok } from './finding.js'

const REINSTALL = 'Install again: the packages @vladmandic/human and @vladmandic/face-api hold the models.'

/** Whether every default model is here and has the content it should have; downloaded ones if they are here. */
export async function checkModels(invocation: Invocation): Promise<readonly Finding[]> {
  const { signal } = invocation
  const shelf = openModelShelf(invocation)
  const findings: Finding[] = []
  for (const manifest of shelf.models) {
    const check = `model ${manifest.id}`
    try {
      const state = await shelf.check(manifest, signal)
      if (state === 'damaged') {
        const advice = `Run 'faceward models pull ${manifest.id}'.`
        findings.push({ check, status: 'warning', detail: 'its file was damaged and is removed.', advice })
      } else if (state === 'repaired') findings.push(ok(check, 'its file was damaged and has been made anew'))
      else if (state !== 'absent') findings.push(ok(check, 'content checked'))
    } catch (error) {
      signal.throwIfAborted()
      findings.push(failing(check, error, shelf.isDefault(manifest) ? REINSTALL : undefined))
    }
  }
  return findings
}
