interface Hinted {
  readonly userAgent?: string
  readonly userAgentData?: {
    getHighEntropyValues(names: readonly string[]): Promise<{ readonly model?: string }>
  }
}

/** The user agent string, and the model where the browser tells it on request: Chrome on Android calls every phone K. */
export async function describeBrowser(
  { userAgent = '', userAgentData }: Hinted = (globalThis.navigator as Hinted | undefined) ?? {},
): Promise<string> {
  const hints = await userAgentData?.getHighEntropyValues(['model']).catch(() => undefined)
  return hints?.model ? `${userAgent} ${hints.model}` : userAgent
}
