/** The request's result. It may be awaited within its transaction, which a promise keeps alive. */
export function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** `to`: skips what lies before that key. */
export type Step = 'go on' | 'stop' | { readonly to: IDBValidKey }

/** Steps through the cursor until there is no more or `visit` says `stop`. */
export function walk(
  request: IDBRequest<IDBCursorWithValue | null>,
  visit: (cursor: IDBCursorWithValue) => Step,
): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      const cursor = request.result
      if (cursor === null) return resolve()
      try {
        const step = visit(cursor)
        if (step === 'stop') resolve()
        else if (step === 'go on') cursor.continue()
        else cursor.continue(step.to)
      } catch (error) {
        reject(error)
      }
    }
    request.onerror = () => reject(request.error)
  })
}

/** Resolves when the transaction is on the disk, as far as the browser keeps `strict`. */
export function completionOf(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'))
  })
}
