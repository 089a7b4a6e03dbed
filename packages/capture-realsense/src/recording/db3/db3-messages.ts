import { pathToFileURL } from 'node:url'
import Database from 'libsql'
import { LARGEST_BLOCK } from '../limits.js'
import { damaged } from '../recording-failure.js'
import { type RecordingTopic, recordingTopic } from '../recording-topic.js'
import { unpackMessage } from './unpack-message.js'

/** A message of a rosbag2 file. */
export interface Db3Message {
  readonly topic: RecordingTopic
  readonly arrivalMs: number
  /** CDR, unpacked. */
  readonly data: Uint8Array
}

interface TopicRow {
  readonly id: number
  readonly name: string
}

interface MessageRow {
  readonly id: bigint
  readonly topic: bigint
  /** Nanoseconds. */
  readonly timestamp: bigint
}

// In pages: libsql frees what a query holds when it is collected, and an iteration would hold the whole list.
const PAGE = 256
const FIRST = -(2n ** 63n)
const NEXT_PAGE = `SELECT id, topic_id AS topic, timestamp FROM messages
  WHERE (timestamp, id) > (?, ?) ORDER BY timestamp, id LIMIT ?`

/**
 * The messages of a rosbag2 SQLite file, by time. The file is opened read-only and as one that nobody writes, so
 * that nothing is made beside it. Order comes from the small columns; the bytes are fetched one message at a time.
 *
 * @throws CaptureError `malformed-recording`
 */
export function* db3Messages(path: string): Generator<Db3Message> {
  const database = opened(path)
  try {
    const topics = new Map<number, RecordingTopic>()
    for (const { id, name } of database.prepare('SELECT id, name FROM topics').all() as TopicRow[]) {
      const topic = recordingTopic(String(name))
      if (topic !== undefined) topics.set(id, topic)
    }
    const page = database.prepare(NEXT_PAGE).safeIntegers(true)
    const fetch = database.prepare('SELECT data FROM messages WHERE id = ? AND length(data) <= ?')
    const after = { timestamp: FIRST, id: FIRST }
    for (;;) {
      const rows = page.all(after.timestamp, after.id, PAGE) as readonly MessageRow[]
      for (const { id, topic: topicId, timestamp } of rows) {
        Object.assign(after, { timestamp, id })
        const topic = topics.get(Number(topicId))
        if (topic === undefined) continue
        const row = fetch.get(id, LARGEST_BLOCK) as { readonly data: unknown } | undefined
        if (!(row?.data instanceof Uint8Array)) throw damaged('a message is larger than any of a camera')
        yield { topic, arrivalMs: Number(timestamp) / 1e6, data: unpackMessage(row.data) }
      }
      if (rows.length < PAGE) return
    }
  } finally {
    database.close()
  }
}

function opened(path: string): Database.Database {
  const database = new Database(`${pathToFileURL(path).href}?mode=ro&immutable=1`)
  try {
    const tables = database
      .prepare(
        "SELECT count(*) AS found FROM sqlite_master WHERE type = 'table' AND name IN ('topics', 'messages')",
      )
      .get() as { readonly found: number }
    // A view of that name could run anything.
    if (tables.found !== 2) throw damaged('it is a database, but no ROS recording')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
