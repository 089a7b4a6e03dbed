import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answer, Progress, Question } from './messages.js'

export interface HostProcess {
  /**
   * The answer, or undefined when a test file took longer than the limit: the process and all it started have been ended.
   */
  ask(question: Question, limitMs: number): Promise<Answer | undefined>
  close(): void
}

const startMs = 60_000

/** The process that holds the tests; started when it is asked, and again after it was ended. */
export function openHostProcess(mode: 'isolated' | 'shared'): HostProcess {
  const entry = fileURLToPath(new URL('./test-host.ts', import.meta.url))
  let host: ChildProcess | undefined
  const end = () => {
    if (host?.pid !== undefined) endGroup(host.pid)
    host = undefined
  }
  return {
    ask(question, limitMs) {
      host ??= fork(entry, [mode], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
      const asked = host
      return new Promise((resolve) => {
        const settle = (answer: Answer | undefined) => {
          clearTimeout(timer)
          asked.removeAllListeners()
          if (answer === undefined) end()
          resolve(answer)
        }
        // The first file is waited for longer: the process may have to start.
        let timer = setTimeout(() => settle(undefined), startMs + limitMs)
        asked.on('message', (message: Answer | Progress) => {
          if (message.kind !== 'progress') return settle(message)
          clearTimeout(timer)
          timer = setTimeout(() => settle(undefined), limitMs)
        })
        asked.once('exit', () => settle(undefined))
        asked.send(question)
      })
    },
    close: end,
  }
}

/** Ends a process and what it started: it was started as the head of a group of its own. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It had ended by itself.
  }
}
