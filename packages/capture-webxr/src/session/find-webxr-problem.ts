import { xrSystem } from './create-webxr-capture.js'
import { webXrProblem } from './request-session.js'

/**
 * What keeps this device from scanning, in words for a person; undefined when a session can be tried. Whether it gives
 * depth and camera pictures shows when `open` asks for them.
 */
export function findWebXrProblem(): Promise<string | undefined> {
  return webXrProblem(xrSystem())
}
