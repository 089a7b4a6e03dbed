/** One promise of an interface, and how to find out whether a plugin keeps it. */
export interface ConformanceCase {
  /** The promise, as a sentence about the plugin; unique in its kit. */
  readonly name: string
  /** Why the case does not apply: a capability the plugin does not declare. Said in the title of the group. */
  readonly skipped?: string
  /** Resolves when the promise is kept. @throws ConformanceFailure when it is broken. */
  run(): Promise<void>
}
