/** What one of the doctor's checks found. */
export interface Finding {
  readonly check: string
  /** `warning`: works, but look at it. */
  readonly status: 'ok' | 'warning' | 'failing'
  readonly detail: string
  /** What to do about it. */
  readonly advice?: string
}

export const ok = (check: string, detail: string): Finding => ({ check, status: 'ok', detail })

/** A failure as a finding: the error's words, and what to do. */
export function failing(check: string, error: unknown, advice?: string): Finding {
  const detail = error instanceof Error ? error.message : String(error)
  return { check, status: 'failing', detail, ...(advice === undefined ? {} : { advice }) }
}
