import { parseConfiguration } from '@faceward/core'
import type { Surroundings } from '../cli.js'
import { type Finding, failing, ok } from './finding.js'

/** Whether the environment's settings are right. */
export function checkSettings(environment: Surroundings['environment']): Finding {
  try {
    const { acceptThreshold, rejectThreshold, device } = parseConfiguration({}, environment)
    return ok('settings', `accept from ${acceptThreshold}, reject up to ${rejectThreshold}, device ${device}`)
  } catch (error) {
    return failing('settings', error, 'Correct or unset the variables named.')
  }
}
