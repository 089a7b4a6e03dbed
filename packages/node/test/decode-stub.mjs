// Stands for a decoding process that misbehaves: its argument says how.
const part = (bytes, length = bytes.length) => {
  const head = Buffer.alloc(4)
  head.writeUInt32LE(length)
  process.stdout.write(Buffer.concat([head, bytes]))
}
const say = (reply, pixels = Buffer.alloc(0)) => {
  part(Buffer.from(JSON.stringify(reply)))
  part(pixels)
}
const decoded = { status: 'decoded', width: 2, height: 2, rssBytes: 0 }
const behaviours = {
  large: () => say({ ...decoded, rssBytes: 1_000_001 }, Buffer.alloc(12)),
  exit: () => process.exit(7),
  short: () => say(decoded, Buffer.alloc(3)),
  long: () => part(Buffer.alloc(8), 0x7fffffff),
  text: () => part(Buffer.from('no JSON')),
  environment: () => {
    const message = `key: ${process.env.BIOMETRIC_TEMPLATE_KEY}`
    say({ status: 'refused', failure: { name: 'Error', message }, rssBytes: 0 })
  },
}
process.stdin.once('data', behaviours[process.argv[2]] ?? (() => undefined))
process.stdin.on('end', () => process.exit(0))
say({ status: 'ready' })
