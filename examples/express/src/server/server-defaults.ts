type Environment = Readonly<Record<string, string | undefined>>

/**
 * Where this server asks for more than the package does. In production a picture of the user is enough for nothing:
 * whoever wants it to be, or supervises enrolments (`REQUIRE_CHALLENGE=verify`), says so. Elsewhere stills are fine for
 * trying things, and frames answer a challenge.
 */
const OUTSIDE_PRODUCTION = { REQUIRE_CHALLENGE: 'frames' } as const
const IN_PRODUCTION = { REQUIRE_CHALLENGE: 'both' } as const
/** Where verifications answer a challenge, the decision policy asks for it too. */
const WITH_CHALLENGED_VERIFICATION = { REQUIRE_ASSURANCE: 'challenge' } as const

/** What counts where the environment says nothing; empty variables say nothing. */
export function serverDefaults(environment: Environment): Readonly<Record<string, string>> {
  const isProduction = environment['NODE_ENV'] === 'production'
  if (!isProduction) return OUTSIDE_PRODUCTION
  const required = environment['REQUIRE_CHALLENGE'] || IN_PRODUCTION.REQUIRE_CHALLENGE
  const coversVerify = required === 'verify' || required === 'both'
  return { ...IN_PRODUCTION, ...(coversVerify ? WITH_CHALLENGED_VERIFICATION : {}) }
}
