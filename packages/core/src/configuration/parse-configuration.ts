import { type InputIssue, readInput } from '@faceward/plugin-kit/schemas'
import { ConfigurationError } from '@faceward/spec'
import type { input, output } from 'zod/v4/core'
import type { Setting } from './setting.js'
import { SETTINGS } from './settings.js'

type Settings = typeof SETTINGS
type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<CamelCase<Tail>>}`
  : Lowercase<Name>

/** Every setting, resolved; see docs/configuration.md. */
export type Configuration = {
  readonly [Name in keyof Settings as CamelCase<Name>]: output<Settings[Name]['schema']>
}

/** What may be given as options: any of the settings. */
export type ConfigurationOptions = {
  readonly [Name in keyof Settings as CamelCase<Name>]?: input<Settings[Name]['schema']>
}

/**
 * Reads the configuration from an options object and an environment; the options win. Defaults fill the rest.
 * @throws ConfigurationError that names every wrong key, what was expected, and never the value given.
 */
export function parseConfiguration(
  options: ConfigurationOptions = {},
  environment: Readonly<Record<string, string | undefined>> = {},
): Configuration {
  const issues: InputIssue[] = []
  const byOption = new Map(
    Object.entries(SETTINGS).map(([name, setting]) => [
      optionName(name),
      { name, setting: setting as Setting },
    ]),
  )
  for (const key of Object.keys(options)) {
    if (!byOption.has(key))
      issues.push({
        key,
        message: 'is no setting of faceward. Remove it, or see docs/configuration.md for the names.',
      })
  }
  const values: Record<string, unknown> = {}
  const source = environmentReader(environment, options)
  for (const [key, { name, setting }] of byOption) {
    const given = (options as Record<string, unknown>)[key]
    const written = source(name)
    const raw = given !== undefined ? given : written === undefined ? undefined : setting.fromText(written)
    const parsed =
      raw === undefined && written !== undefined && given === undefined
        ? undefined
        : readInput(setting.schema, raw)
    if (parsed?.ok === true) values[key] = parsed.value
    else
      issues.push({
        key: given === undefined ? name : key,
        message: `expected ${setting.expected}. ${advice(setting, given ?? written)}`,
      })
  }
  if (issues.length === 0)
    applyBand(
      values,
      (name) => (options as Record<string, unknown>)[optionName(name)] ?? source(name),
      issues,
    )
  if (issues.length > 0) {
    const lines = issues.map(({ key, message }) => `${key}: ${message}`)
    throw new ConfigurationError(`The configuration is wrong.\n  ${lines.join('\n  ')}`, {
      code: 'invalid-options',
      issues,
    })
  }
  return values as Configuration
}

/** `ACCEPT_THRESHOLD` -> `acceptThreshold`. */
export function optionName(name: string): string {
  return name.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function environmentReader(
  environment: Readonly<Record<string, string | undefined>>,
  options: ConfigurationOptions,
) {
  // An empty variable counts as unset, as in most shells and compose files.
  const read = (name: string) => (environment[name] === '' ? undefined : environment[name])
  const keyVariable = options.templateKeyEnv ?? read('TEMPLATE_KEY_ENV') ?? 'BIOMETRIC_TEMPLATE_KEY'
  return (name: string) => read(name === 'BIOMETRIC_TEMPLATE_KEY' ? keyVariable : name)
}

function advice({ schema, secret }: Setting, given: unknown): string {
  if (secret) {
    const inside = typeof given === 'string' && /\s/.test(given.trim())
    return `Correct it; it has no default.${inside ? ' White space around it is ignored, but there is some inside.' : ''}`
  }
  const absent = readInput(schema, undefined)
  if (!absent.ok) return 'Correct it.'
  return `Correct it, or remove it ${absent.value === undefined ? 'and it is unset' : 'to use the default'}.`
}

/** The band and the two thresholds say the same thing; whatever is set must agree. */
function applyBand(
  values: Record<string, unknown>,
  given: (name: string) => unknown,
  issues: InputIssue[],
): void {
  const band = values['reVerifyBand'] as { from: number; to: number } | undefined
  if (band !== undefined) {
    for (const [name, value] of [
      ['REJECT_THRESHOLD', band.from],
      ['ACCEPT_THRESHOLD', band.to],
    ] as const) {
      if (given(name) === undefined) values[optionName(name)] = value
      else if (values[optionName(name)] !== value) {
        issues.push({ key: name, message: 'disagrees with RE_VERIFY_BAND. Set one or the other.' })
      }
    }
  }
  if ((values['rejectThreshold'] as number) >= (values['acceptThreshold'] as number)) {
    issues.push({
      key: 'REJECT_THRESHOLD',
      message: 'must be below ACCEPT_THRESHOLD. Lower it, or raise the other.',
    })
  }
}
