// Vitest reporter: ends the run with 'N passed, N failed[, N skipped]' alone on a line, and names what was skipped
// and what took longer than a test should. Slow is no failure: the machine may be.
const SLOW_MS = 20_000

export default class SummaryReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    const skipped = new Set()
    const slow = []
    for (const module of modules) {
      let failures = 0
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'failed') failures++
        else count[state === 'passed' ? 'passed' : 'skipped']++
        if (state === 'skipped') skipped.add(module.relativeModuleId)
        const { duration = 0 } = test.diagnostic() ?? {}
        if (duration > SLOW_MS) slow.push({ duration, name: `${module.relativeModuleId}: ${test.fullName}` })
      }
      // A file that does not load, or a hook that throws, fails without any test of its own failing.
      if (failures === 0 && module.state() === 'failed') failures = 1
      count.failed += failures
    }
    process.on('exit', () => {
      for (const file of skipped) process.stdout.write(`skipped tests in ${file}\n`)
      for (const { duration, name } of slow.sort((a, b) => b.duration - a.duration)) {
        process.stdout.write(`over ${SLOW_MS / 1000} s: ${(duration / 1000).toFixed(0)} s, ${name}\n`)
      }
      const tail = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
      process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${tail}\n`)
    })
  }
}
