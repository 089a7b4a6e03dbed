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
  readonly id: number
  readonly topic: number
  readonly arrivalMs: number
}

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
    const order =
      'SELECT id, topic_id AS topic, timestamp / 1e6 AS arrivalMs FROM messages ORDER BY timestamp, id'
    const fetch = database.prepare('SELECT data FROM messages WHERE id = ? AND length(data) <= ?')
    for (const { id, topic: topicId, arrivalMs } of database
      .prepare(order)
      .iterate() as Iterable<MessageRow>) {
      const topic = topics.get(topicId)
      if (topic === undefined) continue
      const row = fetch.get(id, LARGEST_BLOCK) as { readonly data: unknown } | undefined
      if (!(row?.data instanceof Uint8Array)) throw damaged('a message is larger than any of a camera')
      yield { topic, arrivalMs, data: unpackMessage(row.data) }
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
