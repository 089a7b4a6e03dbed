import { NEW_SUBJECT_ID, newSubjectIdFault } from '@faceward/core'
import * as z from 'zod'

const CONTROL_CHARACTERS = /\p{Cc}|\p{Surrogate}/u
const ID_EXPECTED = '1 to 256 characters without control characters'

const identifier = z
  .string()
  .min(1)
  .max(256)
  .refine((text) => !CONTROL_CHARACTERS.test(text), `expected ${ID_EXPECTED}`)

/** Who is claimed to be in the pictures: also somebody enrolled when more ids were taken than today. */
const userIdSchema = identifier.meta({
  description: `Your own id of the user, ${ID_EXPECTED}.`,
  example: 'ada',
})

/** Who is to be enrolled. */
const newUserIdSchema = z
  .string()
  .superRefine((id, context) => {
    const fault = newSubjectIdFault(id)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  })
  .meta({
    description: `Your own id of the user, ${NEW_SUBJECT_ID}. It has to fit into the path of /users/{id}.`,
    example: 'ada',
    minLength: 1,
    maxLength: 256,
  })

// A form brings bytes, JSON text; in the document it is text.
const image = z.custom<string | Uint8Array>(isPicture, 'expected a picture as base64').meta({
  type: 'string',
  description: 'A JPEG, PNG or WebP picture as base64, or as a data: URL. Addresses and paths are not read.',
  contentEncoding: 'base64',
})

function isPicture(value: unknown): boolean {
  return (typeof value === 'string' || value instanceof Uint8Array) && value.length > 0
}

const focal = z.number().positive().max(1e6)
const coordinate = z.number().min(-1e6).max(1e6)

/** "FWDP", as a packet begins, in bytes and in base64. */
const PACKET_MAGIC = [0x46, 0x57, 0x44, 0x50]
const isPacket = (data: string | Uint8Array): boolean =>
  typeof data === 'string' ? data.startsWith('RldEU') : PACKET_MAGIC.every((byte, i) => data[i] === byte)

/** Depth beside a picture. */
const depthSchema = z
  .strictObject({
    data: z.custom<string | Uint8Array>(isPicture, 'expected depth as base64').meta({
      type: 'string',
      description:
        'A 16-bit greyscale PNG, or a depth packet without colour, as base64. A packet says itself what stands beside a PNG.',
      contentEncoding: 'base64',
    }),
    unit_mm: z
      .number()
      .positive()
      .max(100)
      .default(1)
      .meta({ description: 'Millimetres a step of the PNG; 0 in it means no data.' }),
    intrinsics: z
      .strictObject({ focal_x: focal, focal_y: focal, principal_x: coordinate, principal_y: coordinate })
      .optional()
      .meta({
        description:
          'Pinhole intrinsics in pixels of the depth picture, pixel centres at .5. A PNG needs them; a packet has its own.',
      }),
    registered: z.boolean().default(true).meta({
      description: 'Whether a pixel of the depth sees the same ray as the colour at the same place.',
    }),
    method: z
      .enum(['structured-light', 'time-of-flight', 'active-stereo', 'passive-stereo', 'unknown'])
      .default('unknown')
      .meta({ description: 'How it was sensed. Estimated depth is not sent.' }),
  })
  .refine(({ data, intrinsics }) => isPacket(data) !== (intrinsics !== undefined), {
    path: ['intrinsics'],
    message: 'expected beside a PNG, and not beside a packet',
  })
  .meta({ description: 'Sensed depth, as the sender declares it.' })

const packet = z.custom<string | Uint8Array>(isPicture, 'expected a depth packet as base64').meta({
  type: 'string',
  description:
    'A depth packet with colour, as base64; in place of image and depth. With a challenge its nonce is the challenge_id.',
  contentEncoding: 'base64',
})

const frame = z
  .strictObject({
    image: image.optional(),
    packet: packet.optional(),
    depth: depthSchema.optional(),
    captured_at: z.number().min(0).max(86_400_000).meta({
      description:
        'Milliseconds on a monotonic clock that stood at 0 when the challenge came, or, without one, at any moment before the first frame.',
    }),
  })
  .refine(
    ({ image, packet }) => (image === undefined) !== (packet === undefined),
    'expected either image or packet',
  )
  .refine(({ packet, depth }) => packet === undefined || depth === undefined, {
    path: ['depth'],
    message: 'a packet has its own depth',
  })

const challengeId = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'expected the challenge_id of POST /challenges')

/** How many pictures and frames a request may hold. */
export interface FacesLimits {
  readonly maximumImages: number
  readonly maximumFrames: number
}

function faces({ maximumImages, maximumFrames }: FacesLimits) {
  return {
    images: z
      .array(image)
      .min(1)
      .max(maximumImages)
      .optional()
      .meta({ description: 'Still pictures; assurance stills at most.' }),
    frames: z
      .array(frame)
      .min(1)
      .max(maximumFrames)
      .optional()
      .meta({ description: 'A stream in order of time; in place of images.' }),
    challenge_id: challengeId.optional().meta({ description: 'The challenge these frames answer.' }),
  }
}

type FacesGiven = { images?: unknown; frames?: unknown; challenge_id?: unknown }
const oneOfBoth = ({ images, frames }: FacesGiven) => (images === undefined) !== (frames === undefined)
const framesForChallenge = ({ frames, challenge_id }: FacesGiven) =>
  challenge_id === undefined || frames !== undefined
const ONE_OF_BOTH = 'expected either images or frames'
const FRAMES_FOR_CHALLENGE = 'a challenge is answered with frames, not with images'

/** POST /enroll. */
export function enrollRequestSchema(limits: FacesLimits) {
  return z
    .strictObject({
      user_id: newUserIdSchema,
      ...faces(limits),
      replace: z.boolean().optional().meta({
        description:
          'Take the place of an existing template, which the face must match; without it an enrolled user is refused. Needs the scope replace.',
      }),
      replace_override: z
        .boolean()
        .optional()
        .meta({ description: 'Beside replace: whomever the pictures show. Needs the scope admin too.' }),
      consent_reference: identifier
        .optional()
        .meta({ description: "Where the person's consent is on record; kept sealed in the template." }),
    })
    .refine(oneOfBoth, ONE_OF_BOTH)
    .refine(framesForChallenge, FRAMES_FOR_CHALLENGE)
    .refine(({ replace, replace_override }) => replace_override !== true || replace === true, {
      path: ['replace_override'],
      message: 'expected beside replace: true',
    })
}

/** POST /verify. */
export function verifyRequestSchema(limits: FacesLimits) {
  return z
    .strictObject({ user_id: userIdSchema, ...faces(limits) })
    .refine(oneOfBoth, ONE_OF_BOTH)
    .refine(framesForChallenge, FRAMES_FOR_CHALLENGE)
}

const challengeRequest = z.strictObject({
  user_id: userIdSchema,
  operation: z
    .enum(['enroll', 'verify'])
    .default('verify')
    .meta({ description: 'What the challenge is for; it is good for nothing else.' }),
  cannot: z
    .array(z.string().regex(/^[a-z-]{1,32}$/, 'expected the name of an action'))
    .max(16)
    .default([])
    .meta({
      description:
        'Actions this person cannot do; others are asked in their place. Only where the operator allows it, with the scope challenges:alternatives.',
    }),
})

/** POST /challenges. */
export const challengeRequestSchema = challengeRequest.superRefine(({ user_id, operation }, context) => {
  const fault = operation === 'enroll' ? newSubjectIdFault(user_id) : undefined
  if (fault !== undefined) context.addIssue({ code: 'custom', path: ['user_id'], message: fault })
})

export type DeclaredDepth = z.output<typeof depthSchema>
export type EnrollRequest = z.output<ReturnType<typeof enrollRequestSchema>>
export type VerifyRequest = z.output<ReturnType<typeof verifyRequestSchema>>
