import { createRealsenseCapture } from '../src/live/realsense-capture.js'

// A process that reads frames without an end, and ends as it is told: node child.js LIBRARY ENDING
const [libraryPath = '', ending = ''] = process.argv.slice(2)
const session = await createRealsenseCapture({ libraryPath, warmUpFrames: 0 }).open()
for await (const { sequence } of session) {
  if (sequence === 0) process.stdout.write('streaming\n')
  if (ending === 'exit' && sequence > 3) process.exit(7)
  if (ending === 'throw' && sequence > 3) {
    setImmediate(() => {
      throw new Error('as asked for')
    })
  }
}
