import * as z from 'zod/mini'
import { readPair, type Setting, text } from './setting.js'
import { shareSetting, some, whole, yesOrNo } from './setting-kinds.js'

/** Settings of what is taken from a camera, and of the cues that look at it. */
export const CAPTURE_SETTINGS = {
  PREFER_DEPTH: yesOrNo(true),
  DEPTH_ESTIMATION_FALLBACK: yesOrNo(false),
  DEPTH_ESTIMATION_MODEL: {
    schema: z._default(some, 'face-mesh'),
    fromText: text.string,
    expected: "'face-mesh', or the path of a manifest",
  },
  CAPTURE_RESOLUTION: {
    schema: z._default(z.strictObject({ width: whole(160, 8192), height: whole(120, 8192) }), {
      width: 640,
      height: 480,
    }),
    fromText: readPair(/x/i, 'width', 'height'),
    expected: 'a size such as 640x480, from 160x120 to 8192x8192',
  },
  TEXTURE_SPOOF_THRESHOLD: shareSetting(0.5),
  DEPTH_CONSISTENCY_THRESHOLD: shareSetting(0.5),
  MICRO_MOTION_MIN_VARIANCE: shareSetting(1e-5),
} as const satisfies Record<string, Setting>
