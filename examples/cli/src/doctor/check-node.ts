import { type Finding, ok } from './finding.js'

const OLDEST = [20, 19] as const

/** Whether this Node is new enough. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isNewEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
  const check = 'Node'
  if (isNewEnough) return ok(check, version)
  const advice = `Install Node ${OLDEST.join('.')} or newer: https://nodejs.org`
  return { check, status: 'failing', detail: `${version} is too old.`, advice }
}
