import * as errors from './errors.js'
import type { FacewardError } from './faceward-error.js'

/** Every class of error there is, below the base class. */
export const ERROR_CLASSES: readonly { readonly kind: string; readonly prototype: FacewardError }[] =
  /* @__PURE__ */ Object.values(errors)
