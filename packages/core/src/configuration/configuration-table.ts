import { readInput } from '@faceward/plugin-kit/schemas'
import { optionName } from './parse-configuration.js'
import type { Setting } from './setting.js'
import { SETTING_DESCRIPTIONS } from './setting-descriptions.js'
import { SETTINGS } from './settings.js'

/** The settings as a Markdown table; docs/configuration.md holds it, and a test compares. */
export function configurationTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, setting]) => {
    const { expected } = setting as Setting
    const description = SETTING_DESCRIPTIONS[name as keyof typeof SETTINGS]
    return `| \`${name}\` | \`${optionName(name)}\` | ${expected} | ${defaultText(setting)} | ${description} |`
  })
  return ['| variable | option | expected | default | what it does |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  )
}

function defaultText({ schema }: Setting): string {
  const read = readInput(schema, undefined)
  if (!read.ok || read.value === undefined) return '-'
  const { value } = read
  if (Array.isArray(value) && value.length === 0) return '-'
  return typeof value === 'object'
    ? `\`${Object.values(value as object).join(', ')}\``
    : `\`${String(value)}\``
}
