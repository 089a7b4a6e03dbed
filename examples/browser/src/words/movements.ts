/** Movements a challenge may ask for, as a list names them: the usual five first. */
export const MOVEMENTS: Readonly<Record<string, string>> = {
  'turn-left': 'Turn to your left',
  'turn-right': 'Turn to your right',
  'look-up': 'Look up',
  'blink-twice': 'Blink twice',
  'open-mouth': 'Open your mouth',
  smile: 'Smile',
  'come-closer': 'Come closer',
  'move-away': 'Move away',
}
