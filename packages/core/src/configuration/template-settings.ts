import * as z from 'zod/mini'
import { type Setting, text } from './setting.js'
import { HEX_KEY } from './setting-kinds.js'

/** Settings of how templates are kept. */
export const TEMPLATE_SETTINGS = {
  ENCRYPT_TEMPLATES: {
    schema: z._default(z.literal(true), true),
    fromText: text.boolean,
    expected: 'true',
  },
  NEVER_STORE_RAW_IMAGES: {
    schema: z._default(z.literal(true), true),
    fromText: text.boolean,
    expected: 'true',
  },
  TEMPLATE_KEY_ENV: {
    schema: z._default(z.string().check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/)), 'BIOMETRIC_TEMPLATE_KEY'),
    fromText: text.string,
    expected: 'the name of an environment variable',
  },
  BIOMETRIC_TEMPLATE_KEY: {
    schema: z.optional(z.string().check(z.trim(), z.regex(HEX_KEY))),
    fromText: text.string,
    expected: "32 bytes as 64 hexadecimal digits; make one with 'faceward keys generate'",
    secret: true,
  },
  BIOMETRIC_TEMPLATE_SALT: {
    schema: z.optional(z.string().check(z.trim(), z.regex(/^([0-9a-f]{2}){8,64}$/i))),
    fromText: text.string,
    expected: '8 to 64 bytes as hexadecimal digits',
    secret: true,
  },
} as const satisfies Record<string, Setting>
