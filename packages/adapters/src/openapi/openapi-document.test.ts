import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { harness, picture } from '../../test/api-harness.js'
import { parseForm } from '../body/parse-form.js'
import { openApiDocument } from './openapi-document.js'

const written = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>

describe('the OpenAPI document', () => {
  it('is the one that is committed; npm run write-openapi writes it', () => {
    expect(JSON.parse(JSON.stringify(openApiDocument()))).toEqual(written)
  })

  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(written))
    expect(result.errors ?? []).toEqual([])
    expect(result.valid).toBe(true)
  })

  it('would not be with a broken operation', async () => {
    const broken = structuredClone(written) as Record<string, unknown> & { paths: Record<string, unknown> }
    broken.paths['/enroll'] = { post: { responses: 'none' } }
    expect((await new Validator().validate(broken)).valid).toBe(false)
  })

  it("is what the server gives, with the server's limits", async () => {
    const { send } = harness({ maximumImages: 4 })
    const { body } = await send('GET', '/openapi.json')
    const enroll = body.paths['/enroll'].post.requestBody.content['application/json'].schema
    expect(enroll.properties.images.maxItems).toBe(4)
    expect((await send('POST', '/verify', { user_id: 'a', images: Array(5).fill(picture()) })).status).toBe(
      400,
    )
  })

  it('has in a form every field that JSON has, and forms say each of its type', async () => {
    const { send } = harness()
    const { body } = await send('GET', '/openapi.json')
    for (const path of ['/enroll', '/verify']) {
      const { content } = body.paths[path].post.requestBody
      const { images: _, frames: __, ...fields } = content['application/json'].schema.properties
      const form = content['multipart/form-data'].schema
      expect(form.properties, path).toMatchObject(fields)
      expect(form.required).toEqual(content['application/json'].schema.required)
      for (const [name, { type }] of Object.entries(fields as Record<string, { type: string }>)) {
        const part = new FormData()
        part.set(name, 'true')
        const written = new Response(part)
        const contentType = written.headers.get('content-type') ?? ''
        const parsed = parseForm(new Uint8Array(await written.arrayBuffer()), contentType)
        expect(parsed, name).toEqual({ [name]: type === 'boolean' ? true : 'true' })
      }
    }
  })

  it('says of every operation how it can fail', () => {
    const { paths } = written as { paths: Record<string, Record<string, { responses: object }>> }
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { responses }] of Object.entries(operations)) {
        expect(Object.keys(responses), `${method} ${path}`).toContain('500')
      }
    }
  })
})
