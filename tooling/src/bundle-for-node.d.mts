export function bundleForNode(what: {
  readonly entry: string
  readonly packageFolder: string
  readonly external?: readonly string[]
}): Promise<string>
