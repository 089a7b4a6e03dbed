import { brokenTemplateStores, describeConformance, templateStoreCases } from '@faceward/conformance'
import type { TemplateStore } from '@faceward/spec'
import { Client } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { freshSchema, postgresHarness, runSql } from '../test/postgres-harness.js'
import { openPostgresStore } from './open-postgres-store.js'

const { env } = process
const url = env['FACEWARD_TEST_POSTGRES'] ?? ''
const key = { collection: 'templates', tenantId: 'a', subject: 's', id: 'i' } as const
const bytes = new Uint8Array([1, 2, 3])

if (url === '' && env['FACEWARD_REQUIRE_POSTGRES'] === '1') {
  it('has a PostgreSQL to run against', () => {
    throw new Error('FACEWARD_REQUIRE_POSTGRES is 1, but FACEWARD_TEST_POSTGRES is not set')
  })
}

describe.skipIf(url === '')('against the PostgreSQL of FACEWARD_TEST_POSTGRES', () => {
  const harness = postgresHarness(url)
  const cases = templateStoreCases(harness)
  describeConformance({ describe, it }, 'conformance of the PostgreSQL store', cases)

  // The first two dozen are shown on the memory store, in its own tests.
  const needingServer = cases.filter(({ skipped }) => skipped === undefined).slice(-5)
  for (const { name } of needingServer) {
    const { breakPlace } = brokenTemplateStores.find(({ caughtBy }) => caughtBy === name)!
    it(`the case catches its broken double: ${name}`, async () => {
      const broken = templateStoreCases({
        ...harness,
        createPlace: async (options) => breakPlace(await harness.createPlace(options)),
      })
      const promise = broken.find((one) => one.name === name)!.run()
      await expect(promise).rejects.toHaveProperty('name', 'ConformanceFailure')
    })
  }

  const schemas: string[] = []
  const opened: TemplateStore[] = []
  const open = async (more: Partial<Parameters<typeof openPostgresStore>[0]> = {}) => {
    const schema = more.schema ?? freshSchema()
    schemas.push(schema)
    const store = await openPostgresStore({ url, schema, ...more })
    opened.push(store)
    return { store, schema }
  }
  afterAll(async () => {
    await Promise.allSettled(opened.map((store) => store.close()))
    for (const schema of schemas) await runSql(url, `DROP SCHEMA IF EXISTS ${schema} CASCADE`)
  })

  it('is migrated once when ten servers start at once', async () => {
    const schema = freshSchema()
    const stores = await Promise.all(
      Array.from({ length: 10 }, () => open({ schema, maximumConnections: 2 })),
    )
    await stores[0]!.store.put(key, bytes)
    for (const { store } of stores) expect((await store.get(key))?.revision).toBe(1)
  })

  it('runs as a role that may change no table, and keeps it to one tenant’s rows', async () => {
    const { store, schema } = await open()
    await store.put(key, bytes)
    await store.put({ ...key, tenantId: 'b' }, bytes)
    const role = `app_${schema}`
    await runSql(
      url,
      `CREATE ROLE ${role} LOGIN; GRANT USAGE ON SCHEMA ${schema} TO ${role};
       GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
    )
    const asRole = new URL(url)
    asRole.username = role
    try {
      const { store: limited } = await open({ url: asRole.href, schema, migrations: 'refuse' })
      expect((await limited.get(key))?.bytes).toEqual(bytes)
      expect(await limited.put({ ...key, id: 'other' }, bytes)).toEqual({ revision: 1 })

      const client = new Client({ connectionString: asRole.href })
      await client.connect()
      // Statements that forget to ask for their tenant.
      const all = `SELECT tenant FROM ${schema}.records`
      expect((await client.query(all)).rows).toEqual([])
      await client.query("SET faceward.tenant = 'b'")
      expect((await client.query(all)).rows).toEqual([{ tenant: 'b' }])
      const moved = client.query(`UPDATE ${schema}.records SET tenant = 'a'`)
      await expect(moved).rejects.toMatchObject({ code: '42501' })
      // The names of all tenants are for who asks for them, and for reading alone.
      expect((await limited.tenants()).toSorted()).toEqual(['a', 'b'])
      await client.query("SET faceward.tenant = ''; SET faceward.every_tenant = on")
      expect((await client.query(`DELETE FROM ${schema}.records`)).rowCount).toBe(0)
      await client.end()
    } finally {
      await runSql(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`)
    }
  })

  it('waits for the disk even where the database’s default is not to', async () => {
    const { store, schema } = await open()
    await runSql(url, `CREATE TABLE ${schema}.seen (commits text)`)
    await runSql(
      url,
      `CREATE FUNCTION ${schema}.note() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN INSERT INTO ${schema}.seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$;
       CREATE TRIGGER note BEFORE INSERT ON ${schema}.records FOR EACH ROW EXECUTE FUNCTION ${schema}.note()`,
    )
    const relaxed = new URL(url)
    relaxed.searchParams.set('options', '-c synchronous_commit=off')
    const { store: careful } = await open({ url: relaxed.href, schema })
    await careful.put(key, bytes)
    await store.put({ ...key, id: 'other' }, bytes)
    const client = new Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query(`SELECT DISTINCT commits FROM ${schema}.seen`)
    await client.end()
    expect(rows).toEqual([{ commits: 'on' }])
  })

  it('survives its connections being ended by the server', async () => {
    // A name of its own: other tests use the same server at the same time.
    const named = new URL(url)
    named.searchParams.set('application_name', 'faceward-ended')
    const { store } = await open({ url: named.href, maximumConnections: 2 })
    await store.put(key, bytes)
    const client = new Client({ connectionString: url })
    await client.connect()
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'faceward-ended'`,
    )
    await client.end()
    expect(rowCount).toBeGreaterThan(0)
    // The first calls may find a dead connection; that is retryable, and it passes.
    for (let tries = 0; tries < 5; tries++) {
      try {
        expect((await store.get(key))?.bytes).toEqual(bytes)
        return
      } catch (error) {
        expect(error).toMatchObject({ code: 'unavailable', retryable: true })
      }
    }
    expect.unreachable()
  })

  it('bounds its connections, and more calls than that still finish', async () => {
    const { store } = await open({ maximumConnections: 2 })
    const writes = Array.from({ length: 60 }, (_, i) => store.put({ ...key, id: `${i}` }, bytes))
    const revisions = await Promise.all(writes)
    expect(revisions).toHaveLength(60)
  })

  it('brings tables of an earlier release up to date, so that their tenants can be named', async () => {
    const { store, schema } = await open()
    await store.put({ ...key, tenantId: 'b' }, bytes)
    await runSql(
      url,
      `DROP POLICY every_tenant ON ${schema}.records; UPDATE ${schema}.schema_version SET version = 1`,
    )
    expect(await (await open({ schema })).store.tenants()).toEqual(['b'])
  })

  it('refuses old tables when it may not change them, and a newer release’s', async () => {
    await expect(open({ migrations: 'refuse' })).rejects.toMatchObject({ code: 'unavailable' })
    const { schema } = await open()
    await runSql(url, `UPDATE ${schema}.schema_version SET version = 99`)
    await expect(open({ schema })).rejects.toMatchObject({ code: 'unavailable', message: /newer release/ })
  })

  it('keeps what PostgreSQL says of values out of errors', async () => {
    const { store, schema } = await open()
    await runSql(url, `ALTER TABLE ${schema}.records ADD CONSTRAINT no CHECK (id <> 'ID-IN-ERROR')`)
    const error = await store.put({ ...key, id: 'ID-IN-ERROR' }, bytes).catch((refused: unknown) => refused)
    expect(error).toMatchObject({ name: 'StorageError', code: 'unavailable' })
    expect(`${error} ${(error as Error).cause} ${JSON.stringify(error)}`).not.toContain('ID-IN-ERROR')
  })

  it('sweeps a tenant’s expired records when another that expires comes', async () => {
    let now = 0
    const { store, schema } = await open({ clock: { now: () => now } })
    for (let i = 0; i < 20; i++) {
      const challenge = { ...key, collection: 'challenges', id: `${i}` } as const
      await store.put(challenge, bytes, { expiresAtMs: now + 10 })
      now += 10
    }
    const client = new Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query(`SELECT count(*)::int AS left FROM ${schema}.records`)
    await client.end()
    expect(rows).toEqual([{ left: 1 }])
  })
})

describe('without a server', () => {
  it('says that the database is out of reach, retryably', async () => {
    const away = openPostgresStore({
      url: 'postgresql://nobody@localhost/x?host=/nonexistent',
      connectTimeoutMs: 500,
    })
    await expect(away).rejects.toMatchObject({ name: 'StorageError', code: 'unavailable', retryable: true })
  })
})
