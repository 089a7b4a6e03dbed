/** Why movements that were ticked cannot be left out, in words; by the code of the error. */
const REFUSALS: Readonly<Record<string, readonly [title: string, text: string]>> = {
  'invalid-request': [
    'Too little is left to ask for',
    'Turning your head or looking up shows that you are no picture: one of them and one other movement have to be possible. Untick some, or ask whoever runs this for another way.',
  ],
  'alternatives-not-allowed': [
    'This server asks everybody the same',
    'It takes no wishes from this page. Untick the movements, or ask whoever runs it for another way.',
  ],
}

/** Somebody ticked movements, and what is left cannot be asked. */
export class MovementsRefused extends Error {
  override readonly name = 'MovementsRefused'
  readonly title: string

  constructor([title, text]: readonly [string, string]) {
    super(text)
    this.title = title
  }
}

/** A challenge without some movements; refused in words where there is none. @throws MovementsRefused */
export async function orRefused<Challenge>(
  cannot: readonly string[],
  ask: () => Promise<Challenge>,
): Promise<Challenge> {
  try {
    return await ask()
  } catch (error) {
    const refusal = REFUSALS[codeOf(error)]
    throw cannot.length > 0 && refusal ? new MovementsRefused(refusal) : error
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''
