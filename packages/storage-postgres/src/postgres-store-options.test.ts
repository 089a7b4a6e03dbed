import type { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { type PostgresStoreOptions, parsePostgresStoreOptions } from './postgres-store-options.js'

const tlsFor = (url: string, more: Partial<PostgresStoreOptions> = {}) =>
  parsePostgresStoreOptions({ url, ...more }).pool.ssl

describe('parsePostgresStoreOptions', () => {
  it('encrypts and checks the server unless it is this machine', () => {
    expect(tlsFor('postgresql://u:p@db.example.org/x')).toEqual({ rejectUnauthorized: true })
    expect(tlsFor('postgresql://u:p@10.0.0.7:5432/x')).toEqual({ rejectUnauthorized: true })
    for (const local of ['localhost', '127.0.0.1', '[::1]'])
      expect(tlsFor(`postgresql://${local}/x`)).toBe(false)
    expect(tlsFor('postgresql:///x?host=/var/run/postgresql')).toBe(false)
    expect(tlsFor('postgresql://localhost/x?host=db.example.org')).toEqual({ rejectUnauthorized: true })
  })

  it('takes the URL’s sslmode for what it says, and an option over it', () => {
    expect(tlsFor('postgresql://db.example.org/x?sslmode=disable')).toBe(false)
    expect(tlsFor('postgresql://localhost/x?sslmode=require')).toEqual({ rejectUnauthorized: true })
    expect(tlsFor('postgresql://db.example.org/x', { tls: 'off' })).toBe(false)
    expect(tlsFor('postgresql://db.example.org/x', { tlsAuthority: 'PEM' })).toEqual({
      rejectUnauthorized: true,
      ca: 'PEM',
    })
    const { pool } = parsePostgresStoreOptions({ url: 'postgresql://localhost/x?sslmode=require' })
    expect(pool.connectionString).toBe('postgresql://localhost/x')
  })

  it.each(['prefer', 'allow', 'no-verify'])('refuses sslmode=%s, which checks nobody', (mode) => {
    expect(() => tlsFor(`postgresql://db.example.org/x?sslmode=${mode}`)).toThrow(/tls/)
  })

  it('names wrong options and never the URL, which may hold a password', () => {
    const wrong = [
      { url: 'mysql://u:hunter2@h/x' },
      { url: 'postgresql://u:hunter2@h/x', schema: 'a;drop' },
      { url: 'postgresql://u:hunter2@h/x', maximumConnections: 0 },
      { url: 'postgresql://u:hunter2@h/x', statementTimeoutMs: 0.5 },
      { url: 'postgresql://u:hunter2@h/x', migrations: 'maybe' },
      { url: 'postgresql://u:hunter2@h/x', poolSize: 3 },
    ]
    for (const options of wrong) {
      try {
        parsePostgresStoreOptions(options as PostgresStoreOptions)
        expect.unreachable()
      } catch (error) {
        const { code, message, issues } = error as ConfigurationError
        expect(code).toBe('invalid-options')
        expect(`${message}${JSON.stringify(issues)}`).not.toContain('hunter2')
      }
    }
  })
})
