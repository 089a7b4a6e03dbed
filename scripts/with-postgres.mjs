// node scripts/with-postgres.mjs <command> [arguments]
// Runs the command with FACEWARD_TEST_POSTGRES set to the URL of a throw-away PostgreSQL, and ends with its
// status. A server named by FACEWARD_TEST_POSTGRES already is used as it is. Without PostgreSQL the command
// runs without the variable, after a line that says so; with FACEWARD_REQUIRE_POSTGRES=1 that is a failure.
import { spawn } from 'node:child_process'
import { findPostgres, startPostgres } from './postgres-server.mjs'

const { env } = process
const [command, ...args] = process.argv.slice(2)
if (!command) {
  console.error('usage: node scripts/with-postgres.mjs <command> [arguments]')
  process.exit(3)
}

const given = env.FACEWARD_TEST_POSTGRES
const installed = findPostgres() !== undefined
if (!given && !installed) {
  console.error(
    'with-postgres: PostgreSQL is not installed, its tests will not run (apt-get install postgresql)',
  )
  if (env.FACEWARD_REQUIRE_POSTGRES === '1') process.exit(1)
}
const server = !given && installed ? await startPostgres() : undefined
const url = given ?? server?.url
const child = spawn(command, args, {
  stdio: 'inherit',
  env: { ...env, ...(url ? { FACEWARD_TEST_POSTGRES: url } : {}) },
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
const status = await new Promise((resolve) => {
  child.on('error', (error) => {
    console.error(`with-postgres: ${error.message}`)
    resolve(127)
  })
  child.on('exit', (code) => resolve(code ?? 1))
})
await server?.stop()
process.exit(status)
