import { access, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DEVELOPMENT_KEY_FILE, developmentKeyFile, systemRandom } from '@faceward/node'
import { keyringFromEnvironment } from '@faceward/template-cipher'
import type { Surroundings } from '../cli.js'
import { type Finding, failing, ok } from './finding.js'

const CHECK = 'template key'

/** Whether there is a strong template key, and nobody else may read it. Makes none. */
export async function checkKey(
  environment: Surroundings['environment'],
  dataFolder: string,
): Promise<Finding> {
  const keyVariable = environment['TEMPLATE_KEY_ENV'] || 'BIOMETRIC_TEMPLATE_KEY'
  const variables = [keyVariable, 'BIOMETRIC_TEMPLATE_KEYS', 'BIOMETRIC_TEMPLATE_PASSPHRASE']
  const given = variables.filter((name) => environment[name])
  try {
    if (given.length > 0) {
      keyringFromEnvironment(environment, { keyVariable }).wipe()
      return ok(CHECK, `from ${given.join(', ')}`)
    }
    const path = join(dataFolder, DEVELOPMENT_KEY_FILE)
    const exists = await access(path).then(
      () => true,
      () => false,
    )
    if (environment['NODE_ENV'] === 'production') {
      const advice = `Set ${keyVariable}; 'faceward keys generate' makes one.`
      return { check: CHECK, status: 'failing', detail: 'none is set, and NODE_ENV is production.', advice }
    }
    if (!exists) return ok(CHECK, `none yet; a development key will be made in ${path}`)
    const { key } = await developmentKeyFile({ path, random: systemRandom })
    key.fill(0)
    const mode = ((await stat(path)).mode & 0o777).toString(8)
    return {
      check: CHECK,
      status: 'warning',
      detail: `a development key, ${path} (mode ${mode})`,
      advice: `For more than trying out, set ${keyVariable}.`,
    }
  } catch (error) {
    return failing(CHECK, error)
  }
}
