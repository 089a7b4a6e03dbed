/** Movements a challenge may ask for, as a list names them. */
export const MOVEMENTS: Readonly<Record<string, string>> = {
  'turn-left': 'Turn to your left',
  'turn-right': 'Turn to your right',
  'look-up': 'Look up',
  'blink-twice': 'Blink twice',
  'come-closer': 'Come closer',
  'open-mouth': 'Open your mouth',
  smile: 'Smile',
  'move-away': 'Move away',
}
