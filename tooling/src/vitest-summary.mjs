// Vitest reporter: ends the run with 'N passed, N failed[, N skipped]' alone on a line, and names what was skipped.
export default class SummaryReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    const skipped = new Set()
    for (const module of modules) {
      let failures = 0
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'failed') failures++
        else count[state === 'passed' ? 'passed' : 'skipped']++
        if (state === 'skipped') skipped.add(module.relativeModuleId)
      }
      // A file that does not load, or a hook that throws, fails without any test of its own failing.
      if (failures === 0 && module.state() === 'failed') failures = 1
      count.failed += failures
    }
    process.on('exit', () => {
      for (const file of skipped) process.stdout.write(`skipped tests in ${file}\n`)
      const tail = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
      process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${tail}\n`)
    })
  }
}
