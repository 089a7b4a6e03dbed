import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp from 'sharp'

// Inter, from npm: a machine without any font would otherwise draw boxes for letters.
const FILES = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf']

/** Makes the sheet's font known to the text renderer that sharp draws SVG with. */
export async function loadSheetFonts(): Promise<void> {
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve('@expo-google-fonts/inter/package.json'))
  for (const file of FILES) {
    await sharp({ text: { text: 'A', font: 'Inter', fontfile: join(folder, file) } })
      .raw()
      .toBuffer()
  }
}
